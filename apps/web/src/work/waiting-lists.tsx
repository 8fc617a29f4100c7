import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { Panel } from '../ui/page.js';
import type { MyWork } from './queries.js';

/** What else waits for a decision, with the way to each list; what the reader may not see is left out. */
export function WaitingLists({ work }: { work: MyWork }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lists = [
    { name: 'alerts', count: work.alerts?.count, to: '/alerts' },
    { name: 'submissions', count: work.submissions?.count, to: '/submissions?status=submitted' },
    { name: 'duplicates', count: work.duplicates?.count, to: '/duplicates' },
  ] as const;
  const shown = lists.filter(({ count }) => count !== undefined);
  if (shown.length === 0) return null;
  return (
    <Panel title={t('waiting.title')} flush>
      <ul className="plain-list rows">
        {shown.map(({ name, count = 0, to }) => (
          <li key={name} className="row-line">
            <Link to={to}>{t(`waiting.${name}`)}</Link>
            <span className={count === 0 ? 'number soft' : 'number'}>{count >= MOST ? t('waiting.most', { most: format.count(MOST) }) : format.count(count)}</span>
          </li>
        ))}
        {work.alerts?.latest.map((alert) => (
          <li key={alert.id} className="small">
            <Link to={`/alerts/${alert.id}`}>{t(`alertRule.${alert.rule}`)}</Link>
            <p className="soft">
              {alert.supplierName} · {format.date(alert.raisedOn)}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The server counts no further. */
const MOST = 1_000;
