import { Button, Progress, SegmentedControl } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { answer, api } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { gradeLetters } from '../evaluations/queries.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Missing, Page, Panel } from '../ui/page.js';
import { Grade } from '../ui/signs.js';
import { useFilters } from '../ui/use-filters.js';
import { spanOf } from './backtests.js';
import { BacktestState } from './policy-state.js';
import { shownOutcomes, useBacktest, type Backtest as Data, type Outcome, type ShownOutcomes } from './queries.js';

/** What a version would have judged otherwise: the totals, and each supplier whose grade differs with the reason. */
export function Backtest() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { id = '', version: text = '' } = useParams();
  const version = Number(text);
  const mayCancel = useMay('policies:backtest');
  const { filters, change } = useFilters({ show: 'changes' });
  const show: ShownOutcomes = filters.show === 'rectifications' ? 'rectifications' : 'changes';
  const found = useBacktest(version, id, show, i18n.language);
  const one = found.data?.pages[0];
  if (found.isPending || (!one && !found.isError)) return <Waiting />;
  if (!one) {
    const { status } = asProblem(found.error);
    if ([400, 404, 422].includes(status)) return <Missing title={t('backtest.missing')} why={t('backtest.missingWhy')} />;
    return (
      <Page title={t('backtest.start')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const items = found.data?.pages.flatMap((page) => page.changes.items) ?? [];
  return (
    <Page
      title={t('backtest.title', { version: one.policyVersion, against: one.againstVersion })}
      back={{ to: `/policies/${version}/backtests`, label: t('backtest.backTo', { version }) }}
      lead={
        <>
          <BacktestState status={one.status} /> · {spanOf(one, format.period) ?? t('backtest.periodsOf', { count: one.periodsTotal })} ·{' '}
          {one.segment === null ? t('backtest.allSegments') : t(`segment.${one.segment}`)}
        </>
      }
      actions={one.status === 'running' && mayCancel && <Cancel version={version} id={id} />}
    >
      <div className="column">
        <Running one={one} />
        <Totals one={one} />
        {one.periods.length > 1 && <Periods one={one} />}
        <Panel
          title={t(`backtest.show.${show}`)}
          flush
          actions={
            <SegmentedControl
              size="xs"
              aria-label={t('backtest.showWhich')}
              value={show}
              onChange={(value) => change('show', value)}
              data={shownOutcomes.map((value) => ({ value, label: t(`backtest.show.${value}`) }))}
            />
          }
        >
          {items.length === 0 ? (
            <Empty small title={t(`backtest.noOutcome.${show}`)} why={one.status === 'running' ? t('backtest.notYet') : t(`backtest.noOutcomeWhy.${show}`)} />
          ) : (
            <Outcomes items={items} caption={t(`backtest.show.${show}`)} />
          )}
          <More shown={items.length} hasMore={found.hasNextPage} loading={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
        </Panel>
      </div>
    </Page>
  );
}

function Cancel({ version, id }: { version: number; id: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/policies/{version}/backtests/{id}/cancel', { params: { path: { version, id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['policy', version] }),
  });
  return (
    <Button variant="default" onClick={() => cancel.mutate()} loading={cancel.isPending}>
      {cancel.isError ? t('backtest.cancelFailed') : t('backtest.cancel')}
    </Button>
  );
}

function Running({ one }: { one: Data }) {
  const { t } = useTranslation();
  const { status, periodsDone, periodsTotal, error } = one;
  const progress = t('backtest.progress', { done: periodsDone, count: periodsTotal });
  return (
    <>
      <Live>{status === 'running' ? progress : t(`backtestStatus.${status}`)}</Live>
      {status === 'running' && (
        <Panel title={t('backtest.running')} note={progress}>
          <Progress value={(100 * periodsDone) / Math.max(1, periodsTotal)} animated size="sm" aria-label={progress} />
        </Panel>
      )}
      {status === 'failed' && (
        <Notice tone="bad" icon="alert">
          <p lang="en">{error}</p>
        </Notice>
      )}
      {status === 'cancelled' && (
        <Notice tone="warn" icon="info">
          <p>{t('backtest.wasCancelled', { done: periodsDone, count: periodsTotal })}</p>
        </Notice>
      )}
    </>
  );
}

function Totals({ one }: { one: Data }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { totals } = one;
  type Row = (typeof gradeLetters)[number];
  const delta = (grade: Row) => {
    const change = totals.after[grade] - totals.before[grade];
    return change === 0 ? <span className="soft">±0</span> : `${change > 0 ? '+' : '−'}${format.count(Math.abs(change))}`;
  };
  const columns: readonly Column<Row>[] = [
    { key: 'grade', header: t('supplier.grade'), cell: (grade) => <Grade grade={grade} /> },
    { key: 'before', header: t('backtest.under', { version: one.againstVersion }), end: true, cell: (grade) => <span className="number">{format.count(totals.before[grade])}</span> },
    { key: 'after', header: t('backtest.under', { version: one.policyVersion }), end: true, cell: (grade) => <span className="number">{format.count(totals.after[grade])}</span> },
    { key: 'change', header: t('backtest.difference'), end: true, cell: (grade) => <span className="number">{delta(grade)}</span> },
  ];
  return (
    <Panel title={t('backtest.totals')} note={t('backtest.totalsNote', { count: totals.suppliers, suppliers: format.count(totals.suppliers) })} flush>
      <div className="totals">
        <DataTable caption={t('backtest.totals')} columns={columns} rows={gradeLetters} keyOf={(grade) => grade} />
        <dl className="totals-figures">
          <div>
            <dt>{t('backtest.changed')}</dt>
            <dd className="figure-value">{format.count(totals.changed)}</dd>
          </div>
          <div>
            <dt>{t('backtest.opened')}</dt>
            <dd className="figure-value">{format.count(totals.opened)}</dd>
          </div>
          <div>
            <dt>{t('backtest.notOpened')}</dt>
            <dd className="figure-value">{format.count(totals.notOpened)}</dd>
          </div>
        </dl>
      </div>
    </Panel>
  );
}

function Periods({ one }: { one: Data }) {
  const { t } = useTranslation();
  const format = useFormat();
  type Row = Data['periods'][number];
  const grades = (counts: Row['before']) => gradeLetters.map((grade) => `${grade} ${format.count(counts[grade])}`).join(' · ');
  const columns: readonly Column<Row>[] = [
    { key: 'period', header: t('review.period'), wide: true, cell: ({ periodStart, periodEnd }) => format.period(periodStart, periodEnd) },
    { key: 'before', header: t('backtest.under', { version: one.againstVersion }), cell: ({ before }) => <span className="number">{grades(before)}</span> },
    { key: 'after', header: t('backtest.under', { version: one.policyVersion }), cell: ({ after }) => <span className="number">{grades(after)}</span> },
    { key: 'changed', header: t('backtest.changed'), end: true, cell: ({ changed }) => <span className="number">{format.count(changed)}</span> },
    { key: 'opened', header: t('backtest.openedMore'), end: true, cell: ({ opened }) => <span className="number">{format.count(opened)}</span> },
  ];
  return (
    <Panel title={t('backtest.byPeriod')} flush>
      <DataTable caption={t('backtest.byPeriod')} columns={columns} rows={one.periods} keyOf={({ periodStart, periodEnd }) => `${periodStart} ${periodEnd}`} />
    </Panel>
  );
}

function Outcomes({ items, caption }: { items: readonly Outcome[]; caption: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const score = (value: number | null) => (value === null ? '' : format.number(value));
  const columns: readonly Column<Outcome>[] = [
    {
      key: 'supplier',
      header: t('supplier.name'),
      wide: true,
      cell: ({ supplierId, supplierName }) => (
        <Link className="title-link" to={`/suppliers/${supplierId}`}>
          {supplierName}
        </Link>
      ),
    },
    { key: 'period', header: t('review.period'), cell: ({ periodStart, periodEnd }) => <span className="soft">{format.period(periodStart, periodEnd)}</span> },
    {
      key: 'grades',
      header: t('supplier.grade'),
      cell: ({ gradeBefore, gradeAfter, scoreBefore, scoreAfter }) => (
        <span className="grade-change">
          <Grade grade={gradeBefore} /> <span className="number soft">{score(scoreBefore)}</span>
          <span aria-hidden="true">→</span>
          <span className="quiet">{t('backtest.becomes')}</span>
          <Grade grade={gradeAfter} /> <span className="number soft">{score(scoreAfter)}</span>
        </span>
      ),
    },
    { key: 'why', header: t('backtest.why'), wide: true, cell: ({ why }) => why ?? <span className="soft">–</span> },
    {
      key: 'rectification',
      header: t('backtest.rectification'),
      cell: ({ rectification }) => (rectification === null ? <span className="soft">–</span> : t(`backtest.rectification.${rectification}`)),
    },
  ];
  return <DataTable caption={caption} columns={columns} rows={items} keyOf={({ supplierId, periodStart }) => `${supplierId} ${periodStart}`} />;
}
