import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { RunCounts } from '../alerts/latest-run.js';
import type { MonitoringRun } from '../alerts/queries.js';
import { RunMonitoring } from '../alerts/run-monitoring.js';
import { useFormat } from '../i18n/format.js';
import { usePersonName } from '../policies/people.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Page, Panel } from '../ui/page.js';
import { DailyRun } from './daily-run.js';
import { useRuns } from './queries.js';

/** The daily run of the alert rules: when it is made, and what the latest runs found. */
export function Monitoring() {
  const { t } = useTranslation();
  const format = useFormat();
  const mayRun = useMay('monitoring:run');
  const [running, setRunning] = useState(false);
  const runs = useRuns();
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const latest = items[0];
  const run = mayRun && (
    <Button leftSection={<Icon name="play" />} onClick={() => setRunning(true)}>
      {t('monitoring.run')}
    </Button>
  );
  return (
    <Page title={t('monitoringRuns.title')} lead={t('monitoringRuns.lead')} actions={run}>
      <div className="column">
        <div className="columns">
          <Panel title={t('monitoring.latest')} note={latest && t('monitoring.asOfAt', { date: format.date(latest.asOf), at: format.moment(latest.startedAt) })}>
            {runs.isPending && <Waiting lines={2} />}
            {runs.isError && <ProblemNotice error={runs.error} onRetry={() => void runs.refetch()} />}
            {runs.isSuccess && !latest && <Empty small title={t('monitoring.none')} why={t('monitoring.noneWhy')} />}
            {latest && <RunCounts run={latest} />}
            <p className="small panel-end">
              <Link to="/alerts">{t('monitoringRuns.toAlerts')}</Link>
            </p>
          </Panel>
          <DailyRun />
        </div>
        {items.length > 0 && (
          <Panel title={t('monitoringRuns.all')} flush>
            <Runs items={items} />
            <More shown={items.length} hasMore={runs.hasNextPage} loading={runs.isFetchingNextPage} onMore={() => void runs.fetchNextPage()} />
          </Panel>
        )}
      </div>
      {running && <RunMonitoring onClose={() => setRunning(false)} />}
    </Page>
  );
}

function Runs({ items }: { items: readonly MonitoringRun[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const person = usePersonName();
  const number = (value: number) => <span className="number">{format.count(value)}</span>;
  const columns: readonly Column<MonitoringRun>[] = [
    {
      key: 'asOf',
      header: t('monitoring.asOf'),
      wide: true,
      cell: ({ asOf, requestedBy }) => (
        <>
          {format.date(asOf)}
          <div className="small soft">{requestedBy === 'steward' ? t('monitoringRuns.byItself') : (person(requestedBy) ?? t('monitoringRuns.byHand'))}</div>
        </>
      ),
    },
    { key: 'started', header: t('monitoringRuns.made'), cell: ({ startedAt }) => <span className="soft">{format.moment(startedAt)}</span> },
    { key: 'suppliers', header: t('monitoring.suppliers'), end: true, cell: ({ suppliers }) => number(suppliers) },
    { key: 'raised', header: t('monitoring.raised'), end: true, cell: ({ raised }) => number(raised) },
    { key: 'closed', header: t('monitoringRuns.closed'), end: true, cell: ({ closed }) => number(closed) },
    { key: 'told', header: t('monitoringRuns.told'), end: true, cell: ({ notify, told }) => (notify ? number(told) : <span className="soft">{t('monitoringRuns.quiet')}</span>) },
    { key: 'opened', header: t('monitoringRuns.opened'), end: true, cell: ({ opened }) => number(opened) },
  ];
  return <DataTable caption={t('monitoringRuns.all')} columns={columns} rows={items} keyOf={({ id }) => id} />;
}
