import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { factsAddress } from '../suppliers/facts-address.js';
import { daysOfMonth } from '../suppliers/period.js';
import { DataTable, type Column } from '../ui/data-table.js';
import type { Alert } from './queries.js';

type Figures = Record<string, unknown>;

const fields = [
  'threshold',
  'minimumLines',
  'category',
  'share',
  'spend',
  'total',
  'currency',
  'lines',
  'sources',
  'lastPromised',
  'windowMonths',
  'number',
  'kind',
  'issuer',
  'mandatory',
  'validTo',
  'daysLeft',
  'noticeDays',
  'complaints',
  'windowDays',
  'before',
  'baselineWindows',
  'expected',
  'probability',
  'daysPerMonth',
  's',
  'z',
  'p',
  'month',
  'value',
  'numerator',
  'denominator',
  'lastArrival',
  'firstDue',
  'quietDays',
  'linesDue',
  'deliveries',
  'longestPause',
  'openOrders',
  'openLines',
  'openValue',
  'soleCategories',
  'asOf',
] as const;

/** The figures that an alert rests on: its months as a table, everything else by name. */
export function Evidence({ alert, evidence }: { alert: Alert; evidence: Alert['evidence'] }) {
  const { t } = useTranslation();
  const write = useEvidenceValue();
  const figures = evidence as Figures;
  const months = Array.isArray(figures['months']) ? (figures['months'] as Figures[]) : [];
  const shown = fields.filter((field) => figures[field] != null && figures[field] !== '');
  return (
    <div className="column">
      {months.length > 0 && <Months alert={alert} months={months} />}
      {shown.length > 0 && (
        <dl className="facts">
          {shown.map((field) => (
            <div key={field}>
              <dt>{t(`evidence.${field}`)}</dt>
              <dd>{write(field, figures[field])}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function Months({ alert, months }: { alert: Alert; months: readonly Figures[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const leadTime = alert.rule === 'leadTimeLengthening';
  const columns: readonly Column<Figures>[] = [
    {
      key: 'month',
      header: t('months.month'),
      wide: true,
      cell: ({ month }) => (
        <Link to={factsAddress(alert.supplierId, leadTime ? 'leadTimeMean' : 'onTimeDelivery', daysOfMonth(String(month)))}>{format.month(String(month))}</Link>
      ),
    },
    ...(leadTime
      ? [{ key: 'days', header: t('indicator.leadTimeMean'), end: true, cell: ({ days }: Figures) => t('unit.days', { value: format.number(Number(days)), count: Math.round(Number(days) * 10) / 10 }) }]
      : [{ key: 'value', header: t('indicator.onTimeDelivery'), end: true, cell: ({ value }: Figures) => (value == null ? '–' : <strong>{format.percent(Number(value))}</strong>) }]),
    ...(leadTime ? [] : [{ key: 'onTime', header: t('evidence.linesOnTime'), end: true, cell: ({ numerator }: Figures) => format.count(Number(numerator)) }]),
    { key: 'lines', header: t('evidence.lines'), end: true, cell: ({ lines }) => format.count(Number(lines)) },
  ];
  return <DataTable caption={t('alert.months')} columns={columns} rows={months} keyOf={({ month }) => String(month)} />;
}

const percents: ReadonlySet<string> = new Set(['threshold', 'share', 'value']);
const amounts: ReadonlySet<string> = new Set(['spend', 'total']);

function isMoney(value: unknown): value is { value: string; currency: string } {
  return typeof value === 'object' && value !== null && 'value' in value && 'currency' in value;
}

function useEvidenceValue(): (field: string, value: unknown) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (field, value) => {
    if (Array.isArray(value)) return value.length === 0 ? '–' : value.map((each) => (isMoney(each) ? `${format.number(Number(each.value), 2)} ${each.currency}` : String(each))).join(', ');
    if (typeof value === 'boolean') return value ? t('evidence.yes') : t('evidence.no');
    if (percents.has(field)) return format.percent(Number(value));
    if (amounts.has(field)) return format.number(Number(value), 2);
    if (typeof value === 'number') return format.number(value, 4);
    const text = String(value);
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return format.date(text);
    return /^\d{4}-\d{2}$/.test(text) ? format.month(text) : text;
  };
}
