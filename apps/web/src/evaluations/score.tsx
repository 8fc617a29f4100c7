import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { AppealAgainst } from '../appeals/write-down.js';
import { useFormat } from '../i18n/format.js';
import { useFigure, useIndicatorTitle } from '../suppliers/indicator-words.js';
import { DataTable, Waiting, type Column } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Missing, Page, Panel } from '../ui/page.js';
import { Grade } from '../ui/signs.js';
import { Explanation } from './explanation.js';
import { factsOfScore } from './facts-of-score.js';
import { Override } from './override.js';
import { useExplainedScore, type ExplainedScore } from './queries.js';
import { Revisions } from './revisions.js';

/** One score taken apart: its arithmetic, what held the grade down, every figure, and what late facts changed. */
export function Score() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { id = '', supplierId = '' } = useParams();
  const found = useExplainedScore(id, supplierId, i18n.language);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    const { status } = asProblem(found.error);
    if (status === 404 || status === 400) return <Missing title={t('score.missing')} why={t('score.missingWhy')} />;
    return (
      <Page title={t('score.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const score = found.data;
  const period = format.period(score.periodStart, score.periodEnd);
  return (
    <Page
      title={t('score.of', { supplier: score.supplierName })}
      back={{ to: `/evaluations/${id}`, label: t('score.evaluationOf', { period }) }}
      lead={
        <>
          <Link to={`/suppliers/${supplierId}`}>{score.supplierName}</Link> <span className={score.official ? 'tag tag-accent' : 'tag'}>{score.official ? t('evaluation.official') : t('evaluation.advisory')}</span>
        </>
      }
    >
      <div className="column">
        <Result score={score} />
        <Override score={score} />
        <AppealAgainst score={score} />
        <Panel title={t('score.arithmetic')} note={t('score.arithmeticNote')}>
          <Explanation score={score} />
        </Panel>
        <Panel title={t('score.figures')} note={t('score.figuresNote')} flush>
          <Figures score={score} />
        </Panel>
        <Revisions score={score} />
      </div>
    </Page>
  );
}

function Result({ score }: { score: ExplainedScore }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className="panel supplier-head" aria-label={t('score.title')}>
      <div className="score-line">
        <Grade grade={score.grade} large />
        <div>
          <p className="figure-value">{score.score === null ? t('score.noScore') : format.number(score.score)}</p>
          <p className="small soft">{t(`grade.${score.grade}`)}</p>
        </div>
      </div>
      <dl className="facts">
        <div>
          <dt>{t('evaluation.period')}</dt>
          <dd>{format.period(score.periodStart, score.periodEnd)}</dd>
        </div>
        <div>
          <dt>{t('case.policy')}</dt>
          <dd>
            <Link to={`/policies/${score.policyVersion}`}>{t('case.policyVersion', { version: score.policyVersion })}</Link>
          </dd>
        </div>
        <div>
          <dt>{t('evaluation.cutOff')}</dt>
          <dd>{format.moment(score.cutOffAt)}</dd>
        </div>
        <div>
          <dt>{t('score.revision')}</dt>
          <dd>{format.count(score.revision)}</dd>
        </div>
      </dl>
      {score.gates.map(({ gate, highestGrade, fatal, reason }) => (
        <Notice key={gate} tone={fatal ? 'bad' : 'warn'} icon="alert">
          <p>{t('score.gate', { grade: highestGrade, reason })}</p>
          {fatal && <p>{t('explain.fatal')}</p>}
        </Notice>
      ))}
    </section>
  );
}

function Figures({ score }: { score: ExplainedScore }) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useIndicatorTitle();
  const figure = useFigure();
  const order = score.figures.map(({ indicator }) => indicator);
  const known = score.indicators.filter(({ sample, weight }) => sample > 0 || weight !== null);
  const without = score.indicators.filter((item) => !known.includes(item));
  const rows = known.toSorted((a, b) => order.indexOf(a.indicator) - order.indexOf(b.indicator));
  const titleOf = (name: string) => title(name, score.figures.find(({ indicator }) => indicator === name)?.title);
  const columns: readonly Column<ExplainedScore['indicators'][number]>[] = [
    {
      key: 'indicator',
      header: t('score.indicator'),
      wide: true,
      cell: (row) => (row.sample === 0 ? titleOf(row.indicator) : <Link to={factsOfScore(score, row.indicator)}>{titleOf(row.indicator)}</Link>),
    },
    { key: 'value', header: t('score.value'), end: true, cell: (row) => <span className="number">{row.value === null ? '–' : figure(row.value, row.unit)}</span> },
    {
      key: 'sample',
      header: t('score.sample'),
      end: true,
      cell: (row) => (row.status === 'ok' ? format.count(row.sample) : <span className="soft">{t('indicator.tooFew', { count: row.sample })}</span>),
    },
    { key: 'points', header: t('score.points'), end: true, cell: (row) => (row.points === null ? '–' : format.number(row.points, 2)) },
    { key: 'weight', header: t('score.weight'), end: true, cell: (row) => (row.weight === null ? <span className="soft">{t('score.notWeighed')}</span> : format.number(row.weight)) },
    { key: 'contribution', header: t('score.contribution'), end: true, cell: (row) => (row.contribution === null ? '–' : format.number(row.contribution, 2)) },
  ];
  return (
    <>
      <DataTable caption={t('score.figures')} columns={columns} rows={rows} keyOf={(row) => row.indicator} />
      {without.length > 0 && (
        <details className="small panel-body">
          <summary>{t('delivery.without', { count: without.length })}</summary>
          <p className="soft">{without.map(({ indicator }) => titleOf(indicator)).join(' · ')}</p>
        </details>
      )}
    </>
  );
}
