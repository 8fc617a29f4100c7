import { Button, NativeSelect } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Page } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { AlertSeverity, AlertState } from './alert-signs.js';
import { LatestRun } from './latest-run.js';
import { alertRules, alertSeverities, alertStatuses, useAlerts, type Alert } from './queries.js';
import { RunMonitoring } from './run-monitoring.js';

/** Alerts, the latest first; what is shown is in the address. */
export function Alerts() {
  const { t } = useTranslation();
  const { filters, narrowed, change } = useFilters({ status: 'open', rule: '', severity: '', supplierId: '' });
  const alerts = useAlerts({ ...filters, status: filters.status === 'all' ? '' : filters.status });
  const mayRun = useMay('monitoring:run');
  const [running, setRunning] = useState(false);
  const items = alerts.data?.pages.flatMap((page) => page.items) ?? [];
  const run = mayRun && (
    <Button leftSection={<Icon name="play" />} onClick={() => setRunning(true)}>
      {t('monitoring.run')}
    </Button>
  );
  const choose = (name: 'status' | 'rule' | 'severity', label: string, data: { value: string; label: string }[]) => (
    <NativeSelect label={label} value={filters[name]} onChange={(event) => change(name, event.currentTarget.value)} data={data} />
  );
  const all = { value: '', label: t('list.all') };
  return (
    <Page title={t('alerts.title')} lead={t('alerts.lead')} actions={run}>
      <div className="filters" role="search" aria-label={t('list.filters')}>
        {choose('status', t('alert.status'), [...alertStatuses.map((value) => ({ value, label: t(`alertStatus.${value}`) })), { ...all, value: 'all' }])}
        {choose('rule', t('alert.rule'), [all, ...alertRules.map((value) => ({ value, label: t(`alertRule.${value}`) }))])}
        {choose('severity', t('alert.severity'), [all, ...alertSeverities.map((value) => ({ value, label: t(`alertSeverity.${value}`) }))])}
        {filters.supplierId !== '' && (
          <Link className="filter-end filter-clear" to="/alerts">
            {t('cases.allSuppliers')}
          </Link>
        )}
      </div>
      <Live>{alerts.isSuccess ? t('alerts.count', { count: items.length }) : ''}</Live>
      {alerts.isError && <ProblemNotice error={alerts.error} onRetry={() => void alerts.refetch()} />}
      <div className="column">
        <div className="panel">
          {alerts.isPending && <Waiting />}
          {alerts.isSuccess && items.length === 0 && <NoAlerts narrowed={narrowed} action={run} />}
          {items.length > 0 && <List items={items} />}
          <More shown={items.length} hasMore={alerts.hasNextPage} loading={alerts.isFetchingNextPage} onMore={() => void alerts.fetchNextPage()} />
        </div>
        <LatestRun />
      </div>
      {running && <RunMonitoring onClose={() => setRunning(false)} />}
    </Page>
  );
}

function NoAlerts({ narrowed, action }: { narrowed: boolean; action: ReactNode }) {
  const { t } = useTranslation();
  return narrowed ? (
    <Empty title={t('alerts.noneMatch')} why={t('alerts.noneMatchWhy')} action={<Link to="/alerts?status=all">{t('list.clearFilters')}</Link>} />
  ) : (
    <Empty title={t('alerts.none')} why={t('alerts.noneWhy')} action={action} />
  );
}

function List({ items }: { items: readonly Alert[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: readonly Column<Alert>[] = [
    {
      key: 'rule',
      header: t('alert.rule'),
      wide: true,
      cell: (row) => (
        <>
          <Link className="title-link" to={`/alerts/${row.id}`}>
            {t(`alertRule.${row.rule}`)}
            <span className="quiet">: {row.supplierName}</span>
          </Link>
          {row.subject !== '' && <div className="mono soft">{row.subject}</div>}
        </>
      ),
    },
    { key: 'supplier', header: t('supplier.name'), cell: (row) => <Link to={`/suppliers/${row.supplierId}`}>{row.supplierName}</Link> },
    { key: 'severity', header: t('alert.severity'), cell: (row) => <AlertSeverity severity={row.severity} /> },
    { key: 'raised', header: t('alert.raisedOn'), cell: (row) => format.date(row.raisedOn) },
    { key: 'status', header: t('alert.status'), cell: (row) => <AlertState status={row.status} /> },
  ];
  return <DataTable caption={t('alerts.caption')} columns={columns} rows={items} keyOf={(row) => row.id} />;
}
