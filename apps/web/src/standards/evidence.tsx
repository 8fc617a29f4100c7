import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { useIndicatorTitle } from '../suppliers/indicator-words.js';
import { segments } from '../suppliers/queries.js';
import { DataTable, type Column } from '../ui/data-table.js';
import { Empty, Panel } from '../ui/page.js';
import type { StandardsEvidence } from './queries.js';

type Grades = StandardsEvidence['grades'][number];
type Without = StandardsEvidence['weightsWithoutData'][number];

/** What twelve months of evaluations say of the standards: grades, weights without data, raters, and what people decided otherwise. */
export function Evidence({ evidence }: { evidence: StandardsEvidence }) {
  const { t } = useTranslation();
  if (evidence.evaluations === 0) {
    return (
      <div className="panel">
        <Empty title={t('evidence.none')} why={t('evidence.noneWhy')} />
      </div>
    );
  }
  return (
    <>
      <GradesOf evidence={evidence} />
      <Weights evidence={evidence} />
      <People evidence={evidence} />
    </>
  );
}

function useSegmentTitle(): (segment: string) => string {
  const { t } = useTranslation();
  return (name) => {
    const known = segments.find((each) => each === name);
    return known ? t(`segment.${known}`) : name;
  };
}

function GradesOf({ evidence }: { evidence: StandardsEvidence }) {
  const { t } = useTranslation();
  const format = useFormat();
  const segment = useSegmentTitle();
  const count = (letter: 'A' | 'B' | 'C' | 'N'): Column<Grades> => ({ key: letter, header: t(`grade.${letter}`), end: true, cell: (row) => <span className="number">{format.count(row[letter])}</span> });
  const columns: readonly Column<Grades>[] = [{ key: 'segment', header: t('supplier.segment'), wide: true, cell: (row) => <strong>{segment(row.segment)}</strong> }, count('A'), count('B'), count('C'), count('N')];
  return (
    <Panel title={t('evidence.grades')} note={t('evidence.gradesNote', { count: evidence.evaluations })} flush>
      <DataTable caption={t('evidence.grades')} columns={columns} rows={evidence.grades} keyOf={(row) => row.segment} />
    </Panel>
  );
}

function Weights({ evidence }: { evidence: StandardsEvidence }) {
  const { t } = useTranslation();
  const format = useFormat();
  const segment = useSegmentTitle();
  const title = useIndicatorTitle();
  const columns: readonly Column<Without>[] = [
    { key: 'indicator', header: t('score.indicator'), wide: true, cell: (row) => <strong>{title(row.indicator)}</strong> },
    { key: 'segment', header: t('supplier.segment'), cell: (row) => segment(row.segment) },
    { key: 'weight', header: t('score.weight'), end: true, cell: (row) => <span className="number">{format.number(row.weight)}</span> },
    { key: 'scores', header: t('evidence.scores'), end: true, cell: (row) => <span className="number">{format.count(row.scores)}</span> },
    { key: 'without', header: t('evidence.without'), end: true, cell: (row) => <strong className="number">{format.percent(row.withoutDataPercent)}</strong> },
  ];
  return (
    <Panel title={t('evidence.weights')} note={t('evidence.weightsNote')} flush={evidence.weightsWithoutData.length > 0}>
      {evidence.weightsWithoutData.length === 0 ? (
        <p className="soft">{t('evidence.weightsNone')}</p>
      ) : (
        <DataTable caption={t('evidence.weights')} columns={columns} rows={evidence.weightsWithoutData} keyOf={(row) => `${row.segment} ${row.indicator}`} />
      )}
    </Panel>
  );
}

function People({ evidence: { raters, overrides, appeals, consequences } }: { evidence: StandardsEvidence }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figures: readonly (readonly [label: string, value: string])[] = [
    [t('evidence.rated'), format.count(raters.rated)],
    [t('evidence.meanRaters'), raters.meanRaters === null ? '–' : format.number(raters.meanRaters)],
    [t('evidence.calibrated'), format.count(raters.calibrated)],
    [t('evidence.meanCorrection'), raters.meanCorrection === null ? '–' : t('evidence.points', { value: format.number(raters.meanCorrection) })],
    [t('evidence.usedRaw'), format.count(raters.usedRaw)],
    [t('evidence.overrides'), format.count(overrides)],
    [t('evidence.appeals'), t('evidence.appealsOf', { filed: format.count(appeals.filed), upheld: format.count(appeals.upheld), rejected: format.count(appeals.rejected), undecided: format.count(appeals.undecided) })],
    [t('evidence.consequences'), t('evidence.consequencesOf', { proposed: format.count(consequences.proposed), accepted: format.count(consequences.accepted), dismissed: format.count(consequences.dismissed) })],
  ];
  return (
    <Panel title={t('evidence.people')} note={t('evidence.peopleNote')}>
      <dl className="facts">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
