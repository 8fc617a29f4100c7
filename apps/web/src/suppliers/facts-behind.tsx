import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import { FactArrivals, FactContent } from './fact-content.js';
import { totalsOf } from './facts-total.js';
import type { Period } from './period.js';
import { useFactsBehind, type FactBehind, type Indicator } from './queries.js';

/** The facts behind a figure, day by day; once all are shown, what they add up to stands beside the figure. */
export function FactsBehind({ supplierId, indicator, period, asOf, item }: { supplierId: string; indicator: string; period: Period; asOf: string | null; item: Indicator | undefined }) {
  const { t } = useTranslation();
  const facts = useFactsBehind(supplierId, indicator, period, asOf);
  const items = facts.data?.pages.flatMap((page) => page.items) ?? [];
  const [first] = facts.data?.pages ?? [];
  return (
    <Panel title={t('facts.title')} note={first && <span className="mono">{t('facts.formulas', { numerator: first.numerator, denominator: first.denominator })}</span>} flush>
      {facts.isError && <ProblemNotice error={facts.error} onRetry={() => void facts.refetch()} />}
      {facts.isPending && <Waiting />}
      {facts.isSuccess && items.length === 0 && <Empty small title={t('facts.none')} why={t('facts.noneWhy')} />}
      {items.length > 0 && <Table items={items} />}
      {items.length > 0 && <Totals items={items} item={item} complete={!facts.hasNextPage} />}
      <More shown={items.length} hasMore={facts.hasNextPage} loading={facts.isFetchingNextPage} onMore={() => void facts.fetchNextPage()} />
    </Panel>
  );
}

function Table({ items }: { items: readonly FactBehind[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lines = items.some(({ fact }) => 'arrivals' in fact);
  const adds = (value: number | null) => (value === null ? <span className="soft">{t('facts.together')}</span> : format.number(value, 4));
  const columns: readonly Column<FactBehind>[] = [
    { key: 'fact', header: t('facts.fact'), wide: true, cell: (row) => <FactContent row={row} /> },
    { key: 'on', header: lines ? t('facts.due') : t('facts.day'), cell: (row) => <Day row={row} /> },
    ...(lines ? [{ key: 'arrived', header: t('facts.arrived'), cell: (row: FactBehind) => <FactArrivals fact={row.fact} /> }] : []),
    { key: 'counted', header: t('facts.counted'), cell: (row) => <Counted row={row} /> },
    { key: 'numerator', header: t('facts.numerator'), end: true, cell: (row) => adds(row.numerator) },
    { key: 'denominator', header: t('facts.denominator'), end: true, cell: (row) => adds(row.denominator) },
  ];
  return <DataTable caption={t('facts.title')} columns={columns} rows={items} keyOf={(row) => `${row.kind}:${row.id}:${row.counted}`} />;
}

function Day({ row }: { row: FactBehind }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { quantityDue, unit } = row.fact;
  return (
    <>
      <span className="nowrap">{format.date(row.on)}</span>
      {quantityDue != null && <div className="small soft">{t('facts.quantity', { quantity: format.number(Number(quantityDue), 4), unit: String(unit ?? '') }).trim()}</div>}
    </>
  );
}

const tones = {
  onTime: 'good',
  late: 'bad',
  short: 'bad',
  failed: 'bad',
  cancelled: undefined,
  inFull: 'good',
  overDelivered: 'warn',
  notAccepted: 'bad',
  accepted: 'good',
  rejected: 'bad',
  received: undefined,
  compared: undefined,
  accurate: 'good',
  inaccurate: 'bad',
  paidOnTime: 'good',
  paidLate: 'bad',
  answeredOnTime: 'good',
  answeredLate: 'bad',
  inTheMiddle: 'fair',
  besideTheMiddle: undefined,
  lasting: 'good',
  recurred: 'bad',
  stoppage: 'bad',
  answer: undefined,
  complaint: 'bad',
} as const;

function Counted({ row }: { row: FactBehind }) {
  const { t } = useTranslation();
  if (!(row.counted in tones)) return row.counted;
  const counted = row.counted as keyof typeof tones;
  return (
    <>
      <State label={t(`counted.${counted}`)} tone={tones[counted]} />
      {counted in whys && <div className="small soft">{t(whys[counted as keyof typeof whys])}</div>}
    </>
  );
}

const whys = {
  late: 'countedWhy.late',
  short: 'countedWhy.short',
  failed: 'countedWhy.failed',
  cancelled: 'countedWhy.cancelled',
  overDelivered: 'countedWhy.overDelivered',
  notAccepted: 'countedWhy.notAccepted',
  inTheMiddle: 'countedWhy.inTheMiddle',
} as const;

function Totals({ items, item, complete }: { items: readonly FactBehind[]; item: Indicator | undefined; complete: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const totals = totalsOf(items);
  if (totals === null) return <p className="panel-body small soft">{t('facts.noSum')}</p>;
  const figures = { numerator: format.number(totals.numerator, 4), denominator: format.number(totals.denominator, 4), count: items.length };
  if (!complete || !item) return <p className="panel-body number-text">{t('facts.sumSoFar', figures)}</p>;
  const same = Math.abs(totals.numerator - item.numerator) < 1e-6 && Math.abs(totals.denominator - item.denominator) < 1e-6;
  return (
    <div className="panel-body">
      <Notice tone={same ? 'good' : 'warn'} icon={same ? 'check' : 'alert'}>
        <p className="number-text">{t('facts.sum', figures)}</p>
        <p>{same ? t('facts.sumSame') : t('facts.sumOther')}</p>
      </Notice>
    </div>
  );
}
