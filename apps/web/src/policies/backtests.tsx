import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { PolicyFrame } from './policy-frame.js';
import { BacktestState } from './policy-state.js';
import { useBacktests, type BacktestSummary, type Policy } from './queries.js';
import { StartBacktest } from './start-backtest.js';

/** How a version was tried on past periods, and trying it again. */
export function Backtests() {
  return <PolicyFrame>{(policy) => <List policy={policy} />}</PolicyFrame>;
}

function List({ policy }: { policy: Policy }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const mayStart = useMay('policies:backtest');
  const backtests = useBacktests(policy.version);
  const items = backtests.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: readonly Column<BacktestSummary>[] = [
    {
      key: 'periods',
      header: t('backtest.periods'),
      wide: true,
      cell: (row) => (
        <Link className="title-link" to={`/policies/${policy.version}/backtests/${row.id}`}>
          {spanOf(row, format.period) ?? t('backtest.periodsOf', { count: row.periodsTotal })}
        </Link>
      ),
    },
    { key: 'status', header: t('policy.status'), cell: ({ status }) => <BacktestState status={status} /> },
    { key: 'against', header: t('backtest.against'), cell: ({ againstVersion }) => t('policy.version', { version: againstVersion }) },
    { key: 'segment', header: t('supplier.segment'), cell: ({ segment }) => (segment === null ? t('list.all') : t(`segment.${segment}`)) },
    { key: 'changed', header: t('backtest.changed'), end: true, cell: ({ totals }) => <span className="number">{format.count(totals.changed)}</span> },
    { key: 'opened', header: t('backtest.openedMore'), end: true, cell: ({ totals }) => <span className="number">{format.count(totals.opened)}</span> },
    { key: 'when', header: t('backtest.requestedAt'), cell: ({ requestedAt }) => <span className="soft">{format.moment(requestedAt)}</span> },
  ];
  return (
    <>
      <Panel
        title={t('backtest.earlier')}
        note={t('backtest.note')}
        flush
        actions={
          mayStart && (
            <Button size="sm" leftSection={<Icon name="play" size={14} />} onClick={() => setOpen(true)}>
              {t('backtest.start')}
            </Button>
          )
        }
      >
        {backtests.isError && <ProblemNotice error={backtests.error} onRetry={() => void backtests.refetch()} />}
        {backtests.isPending && <Waiting />}
        {backtests.isSuccess && items.length === 0 && <Empty small title={t('backtest.none')} why={t('backtest.noneWhy')} />}
        {items.length > 0 && <DataTable caption={t('backtest.earlier')} columns={columns} rows={items} keyOf={({ id }) => id} />}
        <More shown={items.length} hasMore={backtests.hasNextPage} loading={backtests.isFetchingNextPage} onMore={() => void backtests.fetchNextPage()} />
      </Panel>
      {open && <StartBacktest version={policy.version} onClose={() => setOpen(false)} />}
    </>
  );
}

/** From the first day to the last of the periods that are done; null before the first is. */
export function spanOf({ periods }: Pick<BacktestSummary, 'periods'>, write: (from: string, to: string) => string): string | null {
  const starts = periods.map(({ periodStart }) => periodStart).sort();
  const ends = periods.map(({ periodEnd }) => periodEnd).sort();
  const [from, to] = [starts[0], ends.at(-1)];
  return from === undefined || to === undefined ? null : write(from, to);
}
