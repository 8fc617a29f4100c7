import { Progress, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Missing, Page, Panel } from '../ui/page.js';
import { Grade } from '../ui/signs.js';
import { EvaluationState } from './evaluation-state.js';
import { Scope } from './evaluations.js';
import { Stages } from './stages.js';
import { gradeLetters, isRunning, useEvaluation, useScores, type Evaluation as EvaluationData, type GradeLetter, type Score } from './queries.js';

/** One evaluation: live progress, then the scores by grade with their arithmetic. */
export function Evaluation() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const found = useEvaluation(id);
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
    >
      <div className="column">
        <Standing evaluation={evaluation} />
        {evaluation.stages.length > 0 && <Stages evaluation={evaluation} />}
        <Scores evaluation={evaluation} />
      </div>
    </Page>
  );
}

function Standing({ evaluation }: { evaluation: EvaluationData }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { scored, total } = evaluation;
  return (
    <Panel title={t('evaluation.standing')}>
      <dl className="facts">
        <div>
          <dt>{t('evaluation.status')}</dt>
          <dd>
            <EvaluationState evaluation={evaluation} />
          </dd>
        </div>
        <div>
          <dt>{t('evaluation.scored')}</dt>
          <dd className="number">{t('evaluation.scoredOf', { scored: format.count(scored), total: format.count(total) })}</dd>
        </div>
        <div>
          <dt>{t('evaluation.cutOff')}</dt>
          <dd>{format.moment(evaluation.cutOffAt)}</dd>
        </div>
        <div>
          <dt>{t('case.policy')}</dt>
          <dd>{t('case.policyVersion', { version: evaluation.policyVersion })}</dd>
        </div>
        {evaluation.publishedAt && (
          <div>
            <dt>{t('evaluation.publishedAt')}</dt>
            <dd>{format.moment(evaluation.publishedAt)}</dd>
          </div>
        )}
      </dl>
      {isRunning(evaluation) && (
        <div style={{ marginTop: 'var(--gap-4)' }}>
          <Progress value={total === 0 ? 0 : (scored / total) * 100} size="lg" aria-label={t('evaluation.progress')} />
        </div>
      )}
      <Live>{isRunning(evaluation) ? t('evaluation.scoredOf', { scored: format.count(scored), total: format.count(total) }) : t(`evaluationStatus.${evaluation.status}`)}</Live>
      {evaluation.status === 'failed' && (
        <Notice tone="bad" icon="alert">
          <p>{t('evaluation.failed')}</p>
        </Notice>
      )}
    </Panel>
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
    { key: 'grade', header: t('supplier.grade'), cell: (row) => <Grade grade={row.grade} /> },
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
