import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { Empty, Panel } from '../ui/page.js';
import { useLatestRun, type MonitoringRun } from './queries.js';

/** What the latest run of the monitoring found, and of whom its rules could say nothing. */
export function LatestRun() {
  const { t } = useTranslation();
  const format = useFormat();
  const run = useLatestRun();
  return (
    <Panel title={t('monitoring.latest')} note={run.data && t('monitoring.asOfAt', { date: format.date(run.data.asOf), at: format.moment(run.data.startedAt) })}>
      {run.isPending && <Waiting lines={2} />}
      {run.data === null && <Empty small title={t('monitoring.none')} why={t('monitoring.noneWhy')} />}
      {run.data && <RunCounts run={run.data} />}
      <p className="small panel-end">
        <Link to="/monitoring">{t('monitoring.allRuns')}</Link>
      </p>
    </Panel>
  );
}

/** A run in figures: raised, closed, and every silence with its reason. */
export function RunCounts({ run }: { run: MonitoringRun }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <dl className="facts">
        {(['suppliers', 'raised', 'closed'] as const).map((count) => (
          <div key={count}>
            <dt>{t(`monitoring.${count}`)}</dt>
            <dd className="figure-value">{format.count(run[count])}</dd>
          </div>
        ))}
      </dl>
      {run.silent.length > 0 && (
        <details className="figures-without">
          <summary>{t('monitoring.silent')}</summary>
          <ul className="plain-list rows">
            {run.silent.map(({ rule, reason, count, of }) => (
              <li key={`${rule}:${reason}`}>
                <strong>{t(`alertRule.${rule}`)}</strong>
                <p className="small soft">
                  {t(`silence.${reason}`)}
                  {count > 0 && ` – ${of === 'suppliers' ? t('monitoring.ofSuppliers', { count, shown: format.count(count) }) : t('monitoring.ofCategories', { count, shown: format.count(count) })}`}
                </p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
