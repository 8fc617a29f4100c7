import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { Panel } from '../ui/page.js';
import type { MyWork } from './queries.js';

/** Plans to review, and targets, milestones, risks and issues to see to; nothing while there is none. */
export function RelationshipWork({ due: { reviews, entries } }: { due: MyWork['relationship'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const all = [
    ...reviews.map(({ supplierId, supplierName, nextReviewOn }) => ({ key: `review ${supplierId}`, supplierId, supplierName, title: t('work.reviewDue'), on: nextReviewOn })),
    ...entries.map(({ entryId, supplierId, supplierName, title, dueOn }) => ({ key: entryId, supplierId, supplierName, title, on: dueOn })),
  ].sort((a, b) => a.on.localeCompare(b.on));
  if (all.length === 0) return null;
  return (
    <Panel title={t('work.relationship', { count: all.length })} flush>
      <ul className="plain-list rows">
        {all.map(({ key, supplierId, supplierName, title, on }) => (
          <li key={key} className="row-split">
            <div>
              <h3>
                <Link className="title-link" to={`/suppliers/${supplierId}/relationship`}>
                  {title}
                </Link>
              </h3>
              <p className="small">{supplierName}</p>
            </div>
            <p className="small">
              <time dateTime={on}>{format.date(on)}</time>
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
