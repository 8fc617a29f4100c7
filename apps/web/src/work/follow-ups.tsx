import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { Panel } from '../ui/page.js';
import type { MyWork } from './queries.js';

/** What was agreed face to face and is to be seen to; nothing while there is none. */
export function FollowUps({ followUps }: { followUps: MyWork['followUps'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (followUps.length === 0) return null;
  return (
    <Panel title={t('work.followUps', { count: followUps.length })} note={t('work.followUpsNote')} flush>
      <ul className="plain-list rows">
        {followUps.map(({ interactionId, supplierId, supplierName, nextStep, withWhom, at, followUpOn }) => (
          <li key={interactionId} className="row-split">
            <div>
              <h3>
                <Link className="title-link" to={`/suppliers/${supplierId}/conversation`}>
                  {nextStep === '' ? supplierName : nextStep}
                </Link>
              </h3>
              <p className="small">{supplierName}</p>
              <p className="small soft">{t('work.followUpAfter', { names: withWhom, day: format.moment(at) })}</p>
            </div>
            <p className="small">
              <time dateTime={followUpOn}>{format.date(followUpOn)}</time>
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
