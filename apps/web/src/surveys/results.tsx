import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { useResults, type QuestionResult, type Survey } from './queries.js';
import { useQuestionTitle } from './words.js';

/** What the answers come to, question by question, without who gave them. */
export function Results({ survey }: { survey: Survey }) {
  const { t } = useTranslation();
  const results = useResults(survey.id, survey.answered);
  const note = results.data && (results.data.final ? t('results.final') : t('results.notFinal'));
  const none = results.data?.questions.every(({ answers }) => answers === 0) ?? false;
  return (
    <Panel title={t('results.title')} note={note} flush>
      {results.isPending && <Waiting />}
      {results.isError && <ProblemNotice error={results.error} onRetry={() => void results.refetch()} />}
      {none && <Empty small title={t('results.none')} why={t('results.noneWhy')} />}
      {results.data && !none && (
        <ul className="plain-list rows">
          {results.data.questions.map((each) => (
            <li key={each.question.name}>
              <Question one={each} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Question({ one }: { one: QuestionResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useQuestionTitle();
  const { question, answers, mean, netScore, comments, tooFew } = one;
  const most = { five: 5, ten: 10, hundred: 100, words: 0 }[question.scale];
  return (
    <section aria-label={title(question)}>
      <div className="row-line">
        <h3>{title(question)}</h3>
        <span className="small soft">{t('results.answers', { count: answers })}</span>
      </div>
      {tooFew ? (
        <p className="small soft">{t('results.tooFew')}</p>
      ) : (
        <>
          {mean !== null && (
            <p>
              <span className="figure-value">{format.number(mean, 2)}</span> <span className="soft">{t('results.meanOf', { most })}</span>
              {netScore !== null && (
                <>
                  {' · '}
                  <strong className="number">{t('results.net', { score: format.signed(netScore) })}</strong>
                </>
              )}
            </p>
          )}
          {one.distribution.length > 0 && question.scale !== 'hundred' && <Distribution one={one} />}
          {question.scale === 'words' && comments.length === 0 && <p className="small soft">{t('results.noComments')}</p>}
          {comments.length > 0 && <Comments comments={comments} />}
        </>
      )}
    </section>
  );
}

function Distribution({ one: { question, distribution, answers } }: { one: QuestionResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useQuestionTitle();
  return (
    <ol className="plain-list distribution" aria-label={t('results.distribution', { question: title(question) })}>
      {distribution.map(({ value, count }) => (
        <li key={value}>
          <span className="number">{format.count(value)}</span>
          <span className="bar" aria-hidden="true">
            <span style={{ width: `${answers === 0 ? 0 : (count / answers) * 100}%` }} />
          </span>
          <span className="number small soft">{t('results.times', { count })}</span>
        </li>
      ))}
    </ol>
  );
}

/** Comments shown before the rest is asked for. */
const FEW = 5;

function Comments({ comments }: { comments: readonly string[] }) {
  const { t } = useTranslation();
  const list = (some: readonly string[]) => (
    <ul className="plain-list comments">
      {some.map((text, index) => (
        <li key={index} className="prose">
          {text}
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {list(comments.slice(0, FEW))}
      {comments.length > FEW && (
        <details>
          <summary>{t('results.moreComments', { count: comments.length - FEW })}</summary>
          {list(comments.slice(FEW))}
        </details>
      )}
    </>
  );
}
