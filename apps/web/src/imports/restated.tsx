import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { Notice } from '../ui/notice.js';
import { useRestatementBy } from './queries.js';

/** Says so when facts of this import came after their period was judged, and leads to the evaluations that are recomputed. */
export function Restated({ importId }: { importId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const found = useRestatementBy(importId, true).data;
  if (!found) return null;
  const { restatement, evaluations } = found;
  const done = restatement.status === 'completed';
  return (
    <Notice tone="fair" icon={done ? 'info' : 'clock'} role="status">
      <p>{t('import.late', { count: restatement.scores, suppliers: format.count(restatement.suppliers) })}</p>
      <p>{t(`import.restatement.${restatement.status}`, { restated: format.count(restatement.restated), unchanged: format.count(restatement.unchanged) })}</p>
      <ul className="plain-list">
        {evaluations.map(({ id, periodStart, periodEnd }) => (
          <li key={id}>
            <Link to={`/evaluations/${id}`}>{t('import.restatedEvaluation', { period: format.period(periodStart, periodEnd) })}</Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
