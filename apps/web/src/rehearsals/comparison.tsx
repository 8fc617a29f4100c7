import { useTranslation } from 'react-i18next';
import type { alertRules } from '../alerts/queries.js';
import { gradeLetters } from '../evaluations/queries.js';
import { useFormat } from '../i18n/format.js';
import { DataTable, type Column } from '../ui/data-table.js';
import { Empty, Panel } from '../ui/page.js';
import { Grade } from '../ui/signs.js';
import { nameOfConsequence, nameOfProposal, useFigures, type Figure } from './figures.js';
import type { Outcome, Result } from './queries.js';

type AlertRule = (typeof alertRules)[number];

/** What the year came to under each policy, figure beside figure. */
export function Comparison({ result: { outcomes } }: { result: Result }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = useFigures()(outcomes);
  const columns: readonly Column<Figure>[] = [
    { key: 'figure', header: t('rehearsal.figure'), wide: true, cell: ({ label }) => label },
    ...outcomes.map((outcome, index) => ({
      key: String(index),
      header: nameOf(outcome, t('policy.version', { version: outcome.policy.version ?? 0 })),
      end: true,
      cell: ({ values }: Figure) => <span className="number">{format.count(values[index] ?? 0)}</span>,
    })),
    ...(outcomes.length === 2 ? [{ key: 'difference', header: t('backtest.difference'), end: true, cell: ({ values }: Figure) => <Difference values={values} /> }] : []),
  ];
  const [first] = outcomes;
  return (
    <Panel title={t('rehearsal.cameTo')} note={first && t('rehearsal.cast', { suppliers: first.suppliers, prompt: first.manners['prompt'] ?? 0, late: first.manners['late'] ?? 0, silent: first.manners['silent'] ?? 0 })} flush>
      <DataTable caption={t('rehearsal.cameTo')} columns={columns} rows={rows} keyOf={({ key }) => key} />
    </Panel>
  );
}

function Difference({ values: [first = 0, second = 0] }: { values: readonly number[] }) {
  const format = useFormat();
  const change = second - first;
  if (change === 0) return <span className="number soft">±0</span>;
  return <strong className="number">{`${change > 0 ? '+' : '−'}${format.count(Math.abs(change))}`}</strong>;
}

/** Whose grade depends on the policy. */
export function GradesThatDiffer({ result: { gradesThatDiffer, outcomes } }: { result: Result }) {
  const { t } = useTranslation();
  const format = useFormat();
  type Row = Result['gradesThatDiffer'][number];
  const columns: readonly Column<Row>[] = [
    { key: 'supplier', header: t('supplier.name'), wide: true, cell: ({ supplier }) => supplier },
    { key: 'period', header: t('review.period'), cell: ({ periodStart, periodEnd }) => format.period(periodStart, periodEnd) },
    ...outcomes.map((outcome, index) => ({
      key: String(index),
      header: nameOf(outcome, t('policy.version', { version: outcome.policy.version ?? 0 })),
      cell: ({ grades }: Row) => <Grade grade={grades[index] ?? null} />,
    })),
  ];
  return (
    <Panel title={t('rehearsal.gradesDiffer', { count: gradesThatDiffer.length })} flush>
      {gradesThatDiffer.length === 0 ? (
        <Empty small title={t('rehearsal.noneDiffers')} why={t('rehearsal.noneDiffersWhy')} />
      ) : (
        <DataTable caption={t('rehearsal.gradesDifferCaption')} columns={columns} rows={gradesThatDiffer} keyOf={({ supplier, periodStart }) => `${supplier} ${periodStart}`} />
      )}
    </Panel>
  );
}

/** Whom alerts, rectifications and proposals befall more often under one of the policies. */
export function SuppliersThatDiffer({ result: { suppliersThatDiffer, outcomes } }: { result: Result }) {
  const { t } = useTranslation();
  const format = useFormat();
  type Row = Result['suppliersThatDiffer'][number];
  const what = ({ what: kind, name }: Row) => {
    if (kind === 'alert') return t('rehearsal.befell.alert', { what: t(`alertRule.${name as AlertRule}`, { defaultValue: name }) });
    return kind === 'proposal' ? t('rehearsal.befell.proposal', { what: nameOfConsequence(t, name) ?? nameOfProposal(t, name) }) : t(`rehearsal.befell.${kind}`);
  };
  const columns: readonly Column<Row>[] = [
    { key: 'supplier', header: t('supplier.name'), wide: true, cell: ({ supplier }) => supplier },
    { key: 'what', header: t('rehearsal.what'), cell: what },
    ...outcomes.map((outcome, index) => ({
      key: String(index),
      header: nameOf(outcome, t('policy.version', { version: outcome.policy.version ?? 0 })),
      end: true,
      cell: ({ counts }: Row) => <span className="number">{format.count(counts[index] ?? 0)}</span>,
    })),
  ];
  return (
    <Panel title={t('rehearsal.suppliersDiffer', { count: suppliersThatDiffer.length })} flush>
      {suppliersThatDiffer.length === 0 ? (
        <Empty small title={t('rehearsal.noSupplierDiffers')} why={t('rehearsal.noSupplierDiffersWhy')} />
      ) : (
        <DataTable caption={t('rehearsal.suppliersDifferCaption')} columns={columns} rows={suppliersThatDiffer} keyOf={({ supplier, what: kind, name }) => `${supplier} ${kind} ${name}`} />
      )}
    </Panel>
  );
}

/** The cycles that were played, by policy. */
export function Cycles({ result: { outcomes } }: { result: Result }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = outcomes.flatMap((outcome, index) => outcome.evaluations.map((cycle) => ({ ...cycle, index, name: nameOf(outcome, t('policy.version', { version: outcome.policy.version ?? 0 })) })));
  type Row = (typeof rows)[number];
  const columns: readonly Column<Row>[] = [
    { key: 'period', header: t('review.period'), wide: true, cell: ({ periodStart, periodEnd }) => format.period(periodStart, periodEnd) },
    ...(outcomes.length > 1 ? [{ key: 'policy', header: t('rehearsal.policy'), cell: ({ name }: Row) => name }] : []),
    { key: 'grades', header: t('evaluation.grades'), cell: ({ grades }) => <span className="number">{gradeLetters.map((grade) => `${grade} ${format.count(grades[grade])}`).join(' · ')}</span> },
    { key: 'published', header: t('evaluation.publishedAt'), cell: ({ publishedOn }) => (publishedOn === null ? <span className="soft">–</span> : format.date(publishedOn)) },
  ];
  return (
    <Panel title={t('rehearsal.cycles')} flush>
      {rows.length === 0 ? (
        <Empty small title={t('rehearsal.noCycles')} why={t('rehearsal.noCyclesWhy')} />
      ) : (
        <DataTable caption={t('rehearsal.cycles')} columns={columns} rows={rows} keyOf={({ index, periodStart, periodEnd }) => `${index} ${periodStart} ${periodEnd}`} />
      )}
    </Panel>
  );
}

/** The version if it is stored, and its name. */
function nameOf({ policy }: Outcome, version: string): string {
  return policy.version === null ? policy.name : `${version} – ${policy.name}`;
}
