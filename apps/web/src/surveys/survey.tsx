import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useWho } from '../evaluations/who.js';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Live, Missing, Page, Panel } from '../ui/page.js';
import { Due } from '../ui/signs.js';
import { Cancel } from './cancel.js';
import { NotAsked } from './not-asked.js';
import { useSurvey, type Survey as SurveyData } from './queries.js';
import { Respondents } from './respondents.js';
import { Results } from './results.js';
import { SurveyState } from './survey-state.js';

/** One survey: how many have answered, what they say, and who is silent. */
export function Survey() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const found = useSurvey(id);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    const { status } = asProblem(found.error);
    if (status === 404 || status === 400) return <Missing title={t('survey.missing')} why={t('evaluation.missingWhy')} />;
    return (
      <Page title={t('surveys.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const survey = found.data;
  const period = format.period(survey.periodStart, survey.periodEnd);
  return (
    <Page
      title={survey.kind === 'ratings' ? t('survey.ratingsOf', { period }) : survey.title}
      back={{ to: '/surveys', label: t('surveys.title') }}
      lead={t(`surveyKind.${survey.kind}`)}
      actions={<Cancel survey={survey} />}
    >
      <div className="column">
        <Standing survey={survey} period={period} />
        <Results survey={survey} />
        <Respondents survey={survey} />
        <NotAsked survey={survey} />
      </div>
    </Page>
  );
}

function Standing({ survey, period }: { survey: SurveyData; period: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  const { answered, open, missing, delegated, status, dueAt } = survey;
  const progress = t('survey.answeredOf', { answered: format.count(answered), asked: format.count(answered + open + missing) });
  const running = status === 'open' || status === 'preparing';
  return (
    <Panel title={t('survey.standing')}>
      <dl className="facts">
        <div>
          <dt>{t('evaluation.status')}</dt>
          <dd>
            <SurveyState status={status} />
          </dd>
        </div>
        <div>
          <dt>{t('survey.answered')}</dt>
          <dd className="number">{progress}</dd>
        </div>
        {delegated > 0 && (
          <div>
            <dt>{t('survey.delegated')}</dt>
            <dd className="number">{format.count(delegated)}</dd>
          </div>
        )}
        <div>
          <dt>{t('evaluation.period')}</dt>
          <dd>{period}</dd>
        </div>
        <div>
          <dt>{t('survey.due')}</dt>
          <dd>{running ? <Due at={dueAt} overdue={false} full /> : dueAt ? format.moment(dueAt) : '–'}</dd>
        </div>
        <div>
          <dt>{t('survey.startedBy')}</dt>
          <dd>{who(survey.requestedBy)}</dd>
        </div>
        {survey.evaluationId && (
          <div>
            <dt>{t('survey.evaluation')}</dt>
            <dd>
              <Link to={`/evaluations/${survey.evaluationId}`}>{t('survey.toEvaluation')}</Link>
            </dd>
          </div>
        )}
      </dl>
      {survey.cancelReason !== null && (
        <>
          <p>{t('survey.cancelledBy', { who: who(survey.cancelledBy ?? '') })}</p>
          <p className="prose">{survey.cancelReason}</p>
        </>
      )}
      <Live>{progress}</Live>
    </Panel>
  );
}
