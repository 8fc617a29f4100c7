import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AlertSeverity } from '../alerts/alert-signs.js';
import { useAlerts } from '../alerts/queries.js';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';

/** The supplier's open alerts, and the way to all of them. */
export function SupplierAlerts({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const alerts = useAlerts({ status: 'open', rule: '', severity: '', supplierId: id });
  const items = alerts.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={t('alerts.open')} flush>
      {alerts.isPending && <Waiting lines={2} />}
      {alerts.isError && <ProblemNotice error={alerts.error} onRetry={() => void alerts.refetch()} />}
      {alerts.isSuccess && items.length === 0 && <Empty small title={t('alerts.noneOpen')} why={t('alerts.noneOpenWhy')} />}
      <ul className="plain-list rows">
        {items.map((alert) => (
          <li key={alert.id}>
            <Link to={`/alerts/${alert.id}`}>{t(`alertRule.${alert.rule}`)}</Link>
            <p className="small soft">
              <AlertSeverity severity={alert.severity} /> {format.date(alert.raisedOn)}
            </p>
          </li>
        ))}
        <li className="small">
          <Link to={`/alerts?status=all&supplierId=${id}`}>{t('alerts.allOfSupplier')}</Link>
        </li>
      </ul>
    </Panel>
  );
}
