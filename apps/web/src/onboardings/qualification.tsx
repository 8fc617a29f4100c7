import { useTranslation } from 'react-i18next';
import type { Case } from '../cases/queries.js';
import { useFormat } from '../i18n/format.js';
import { DataTable, Waiting, type Column } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import { Given, useWords } from './answer-words.js';
import { useAnswers, type AnswersOfOnboarding, type OnboardingDetail } from './queries.js';
import { isAsked } from './questions.js';
import { useNames } from './use-names.js';

type Qualification = NonNullable<OnboardingDetail['qualification']>;
type Scored = Qualification['sections'][number];
type Criterion = AnswersOfOnboarding['document']['sections'][number]['criterion'];

/** How the answers were scored, section by section against its minimum, and the answers themselves. */
export function QualificationPart({ one, detail }: { one: Case; detail: OnboardingDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useNames();
  const answers = useAnswers(one.id, one.sequence);
  const words = useWords();
  const { qualification, waivedBy } = detail;
  const asked = answers.data && t('onboarding.questionnaire', { title: words(answers.data.document.title), version: answers.data.version });
  return (
    <Panel title={t('onboarding.qualification')} note={asked} flush>
      {answers.isPending && <Waiting lines={3} />}
      {answers.isError && <ProblemNotice error={answers.error} onRetry={() => void answers.refetch()} />}
      {qualification === null ? (
        answers.isSuccess && <p className="panel-body soft">{t('onboarding.notAnswered')}</p>
      ) : (
        <>
          <p className="panel-body total">
            <span className="figure-value">{format.number(qualification.score)}</span> {t('onboarding.points')}{' '}
            <State label={t(qualification.reached ? 'onboarding.allReached' : 'onboarding.notReached')} tone={qualification.reached ? 'good' : 'bad'} />
            {waivedBy !== null && <span className="soft"> · {t('onboarding.waived', { name: nameOf(waivedBy) })}</span>}
          </p>
          <Sections sections={qualification.sections} />
        </>
      )}
      {answers.data?.answered && <AnswersPart told={answers.data} />}
    </Panel>
  );
}

function Sections({ sections }: { sections: readonly Scored[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: readonly Column<Scored>[] = [
    {
      key: 'section',
      header: t('onboarding.section'),
      wide: true,
      cell: ({ criterion, arithmetic }) => (
        <>
          {t(`criterionAsked.${criterion as Criterion}`)}
          <div className="small soft mono breakable">{arithmetic}</div>
        </>
      ),
    },
    { key: 'score', header: t('onboarding.score'), end: true, cell: ({ score }) => <span className="number">{format.number(score)}</span> },
    { key: 'minimum', header: t('onboarding.minimum'), end: true, cell: ({ minimum }) => <span className="number">{format.number(minimum)}</span> },
    { key: 'reached', header: t('onboarding.reachedHead'), cell: ({ reached }) => <State label={t(reached ? 'onboarding.reached' : 'onboarding.missed')} tone={reached ? 'good' : 'bad'} /> },
  ];
  return <DataTable caption={t('onboarding.sections')} columns={columns} rows={sections} keyOf={({ criterion }) => criterion} />;
}

function AnswersPart({ told: { document, answered } }: { told: AnswersOfOnboarding }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useNames();
  const words = useWords();
  if (!answered) return null;
  const { answers, files, at, actorKind, actorId, signatory } = answered;
  const by = actorKind === 'contact' ? t('onboarding.bySupplier') : t('onboarding.byUs', { name: nameOf(actorId) });
  return (
    <div className="panel-body answers">
      <p className="small soft">
        {by} · <time dateTime={at}>{format.moment(at)}</time>
        {signatory !== null && <> · {t('onboarding.signedBy', { name: signatory })}</>}
      </p>
      {document.sections.map(({ criterion, questions }) => (
        <details key={criterion}>
          <summary>
            {t('onboarding.answersTo', { section: t(`criterionAsked.${criterion}`) })}
          </summary>
          <dl className="facts fact-content">
            {questions
              .filter((question) => isAsked(document.sections, question, answers))
              .map((question) => (
                <div key={question.question}>
                  <dt>{words(question.words)}</dt>
                  <dd>
                    <Given question={question} given={answers[question.question]} files={files} />
                  </dd>
                </div>
              ))}
          </dl>
        </details>
      ))}
    </div>
  );
}
