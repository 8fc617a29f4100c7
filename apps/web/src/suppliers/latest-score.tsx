import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useExplainedScore } from '../evaluations/queries.js';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { Grade } from '../ui/signs.js';
import { isScore, useTimeline } from './queries.js';

/** The newest published score of the supplier, with the way to its arithmetic. */
export function LatestScore({ id }: { id: string }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const timeline = useTimeline(id);
  const newest = timeline.data?.pages.flatMap((page) => page.items).find(isScore);
  const evaluationId = newest ? String(newest.data['evaluationId']) : null;
  const score = useExplainedScore(evaluationId, id, i18n.language);
  if (timeline.isError) return null;
  return (
    <Panel title={t('score.title')}>
      {(timeline.isPending || (evaluationId !== null && score.isPending)) && <Waiting lines={2} />}
      {score.isError && <ProblemNotice error={score.error} onRetry={() => void score.refetch()} />}
      {timeline.isSuccess && evaluationId === null && <Empty small title={t('score.none')} why={t('score.noneWhy')} />}
      {score.data && (
        <>
          <div className="score-line">
            <Grade grade={score.data.grade} large />
            <div>
              <p className="figure-value">{score.data.score === null ? t('score.noScore') : format.number(score.data.score)}</p>
              <p className="small soft">
                <Link to={`/evaluations/${score.data.evaluationId}`}>{format.period(score.data.periodStart, score.data.periodEnd)}</Link> ·{' '}
                {score.data.official ? t('evaluation.official') : t('evaluation.advisory')}
              </p>
            </div>
          </div>
          <Link to={`/evaluations/${score.data.evaluationId}/scores/${id}`}>{t('score.explain')}</Link>
        </>
      )}
    </Panel>
  );
}
