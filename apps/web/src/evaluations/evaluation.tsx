import { Progress, SegmentedControl } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { AppealsOf } from '../appeals/appeals-of.js';
import { ProposalsOf } from '../consequences/proposals-of.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Missing, Page, Panel } from '../ui/page.js';
import { Grade } from '../ui/signs.js';
import { useDuration } from './cycle-time.js';
import { Decisions } from './decisions.js';
import { EvaluationState } from './evaluation-state.js';
import { Scope } from './evaluations.js';
import { Awaited, StageTrack } from './stages.js';
import { useWho } from './who.js';
import { Ratings } from './ratings.js';
import { gradeLetters, isRunning, useEvaluation, useScores, type EvaluationInDetail as EvaluationData, type GradeLetter, type Score } from './queries.js';

/** One evaluation: live progress, then the scores by grade with their arithmetic. */
export function Evaluation() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const found = useEvaluation(id);
  const maySeeSurveys = useMay('surveys:read');
  const maySeeProposals = useMay('proposals:read');
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    const { status } = asProblem(found.error);
    if (status === 404 || status === 400) return <Missing title={t('evaluation.missing')} why={t('evaluation.missingWhy')} />;
    return (
      <Page title={t('evaluations.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const evaluation = found.data;
  return (
    <Page
      title={format.period(evaluation.periodStart, evaluation.periodEnd)}
      back={{ to: '/evaluations', label: t('evaluations.title') }}
      lead={<Scope evaluation={evaluation} />}
      actions={<Decisions evaluation={evaluation} />}
    >
      <div className="column">
        <Standing evaluation={evaluation} />
        {evaluation.collectRatings && maySeeSurveys && <Ratings evaluation={evaluation} />}
        <Scores evaluation={evaluation} />
        {evaluation.official && evaluation.publishedAt !== null && <AppealsOf filter={{ evaluationId: id }} />}
        {evaluation.official && evaluation.publishedAt !== null && maySeeProposals && <ProposalsOf evaluation={evaluation} />}
      </div>
    </Page>
  );
}

function Standing({ evaluation }: { evaluation: EvaluationData }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { scored, total, stage } = evaluation;
  const progress = t('evaluation.scoredOf', { scored: format.count(scored), total: format.count(total) });
  return (
    <Panel title={t('cycle.title')} flush>
      <StageTrack evaluation={evaluation} />
      <div className="panel-body column">
        <Awaited evaluation={evaluation} />
        {stage === 'scoring' && <Progress value={total === 0 ? 0 : (scored / total) * 100} size="lg" aria-label={t('evaluation.progress')} />}
        <Figures evaluation={evaluation} progress={progress} />
      </div>
      <Live>{stage === 'scoring' ? progress : t(`evaluationStatus.${evaluation.status}`)}</Live>
    </Panel>
  );
}

function Figures({ evaluation, progress }: { evaluation: EvaluationData; progress: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const duration = useDuration();
  const who = useWho();
  const { ratings, reviewedBy, publishedAt, cutOffAt, official } = evaluation;
  const facts: readonly (readonly [label: string, value: ReactNode] | false)[] = [
    [t('evaluation.status'), <EvaluationState key="status" evaluation={evaluation} />],
    [t('evaluation.scored'), <span key="scored" className="number">{progress}</span>],
    ratings !== null && [t('cycle.raters'), t('cycle.ratersAnswered', { answered: format.count(ratings.answered), count: ratings.asked })],
    [t('evaluation.cutOff'), format.moment(cutOffAt)],
    [t('case.policy'), <Link key="policy" to={`/policies/${evaluation.policyVersion}`}>{t('case.policyVersion', { version: evaluation.policyVersion })}</Link>],
    publishedAt !== null && [t('evaluation.publishedAt'), format.moment(publishedAt)],
    publishedAt !== null && reviewedBy !== null && [t('cycle.releasedBy'), who(reviewedBy)],
    publishedAt !== null && [t('cycle.time'), <strong key="time">{duration(cutOffAt, publishedAt)}</strong>],
    publishedAt !== null && official && [t('cycle.scorecards'), <span key="cards" className="number">{format.count(evaluation.scorecardsSent)}</span>],
  ];
  return (
    <dl className="facts">
      {facts
        .filter((each) => each !== false)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Scores({ evaluation }: { evaluation: EvaluationData }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [chosen, setChosen] = useState<GradeLetter | null>(null);
  const fullest = gradeLetters.find((letter) => letter === 'C' && evaluation.grades.C > 0) ?? gradeLetters.find((letter) => evaluation.grades[letter] > 0) ?? 'A';
  const grade = chosen ?? fullest;
  const scores = useScores(evaluation.id, grade, evaluation.scored);
  const items = scores.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: readonly Column<Score>[] = [
    {
      key: 'supplier',
      header: t('supplier.name'),
      wide: true,
      cell: (row) => (
        <>
          <Link className="title-link" to={`/suppliers/${row.supplierId}`}>
            {row.supplierName}
          </Link>
          <div className="mono soft">{row.supplierCode}</div>
        </>
      ),
    },
    {
      key: 'grade',
      header: t('supplier.grade'),
      cell: (row) => (
        <span className="grade-line">
          <Grade grade={row.grade} /> {row.override && <span className="tag tag-warn">{t('scoreOverride.tag')}</span>}
        </span>
      ),
    },
    { key: 'score', header: t('score.score'), end: true, cell: (row) => (row.score === null ? <span className="soft">{t('score.noScore')}</span> : <span className="number">{format.number(row.score)}</span>) },
    { key: 'segment', header: t('supplier.segment'), cell: (row) => t(`segment.${row.segment}`) },
    {
      key: 'explain',
      header: t('score.explain'),
      quiet: true,
      end: true,
      cell: (row) => (
        <Link className="small" to={`/evaluations/${evaluation.id}/scores/${row.supplierId}`}>
          {t('score.explain')}
          <span className="quiet">: {row.supplierName}</span>
        </Link>
      ),
    },
  ];
  return (
    <Panel
      title={t('evaluation.scores')}
      flush
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('supplier.grade')}
          value={grade}
          onChange={(value) => setChosen(value as GradeLetter)}
          data={gradeLetters.map((letter) => ({ value: letter, label: `${letter} · ${format.count(evaluation.grades[letter])}` }))}
        />
      }
    >
      {scores.isError && <ProblemNotice error={scores.error} onRetry={() => void scores.refetch()} />}
      {scores.isPending && <Waiting />}
      {scores.isSuccess && items.length === 0 && (
        <Empty small title={t('evaluation.noneOfGrade', { grade })} why={isRunning(evaluation) ? t('evaluation.noneYet') : t(`gradeMeaning.${grade}`)} />
      )}
      {items.length > 0 && <DataTable caption={t('evaluation.scoresCaption', { grade: t(`grade.${grade}`) })} columns={columns} rows={items} keyOf={(row) => row.supplierId} />}
      <More shown={items.length} hasMore={scores.hasNextPage} loading={scores.isFetchingNextPage} onMore={() => void scores.fetchNextPage()} />
    </Panel>
  );
}
