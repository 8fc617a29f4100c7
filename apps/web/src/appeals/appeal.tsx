import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useWho } from '../evaluations/who.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Missing, Page, Panel } from '../ui/page.js';
import { Due, Grade, useNow } from '../ui/signs.js';
import { AppealState } from './appeal-state.js';
import { Decide } from './decide.js';
import { useAppeal, type AppealToDecide } from './queries.js';

/** One appeal: what the supplier says, the score it is about, and the decision. */
export function Appeal() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const found = useAppeal(id);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    const { status } = asProblem(found.error);
    if (status === 404 || status === 400) return <Missing title={t('appeal.missing')} why={t('appeal.missingWhy')} />;
    return (
      <Page title={t('appeals.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const appeal = found.data;
  return (
    <Page
      title={t('appeal.of', { supplier: appeal.supplierName })}
      back={{ to: '/appeals', label: t('appeals.title') }}
      lead={t('appeal.against', { period: format.period(appeal.periodStart, appeal.periodEnd) })}
    >
      <div className="column">
        <Standing appeal={appeal} />
        <Panel title={t('appeal.text')}>
          <p className="prose">{appeal.text}</p>
          {appeal.fileIds.length > 0 && (
            <ul className="plain-list">
              {appeal.fileIds.map((fileId, index) => (
                <li key={fileId}>
                  <a href={`/api/v1/files/${fileId}`} download>
                    {t('appeal.file', { number: index + 1 })}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </Panel>
        {appeal.status !== 'open' && <Decision appeal={appeal} />}
        {(appeal.status === 'open' || appeal.mayUphold) && <Deciding appeal={appeal} />}
      </div>
    </Page>
  );
}

function Standing({ appeal }: { appeal: AppealToDecide }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  const { evaluationId, supplierId, score } = appeal;
  return (
    <section className="panel panel-body" aria-label={t('appeal.standing')}>
      <dl className="facts">
        <div>
          <dt>{t('appeal.status')}</dt>
          <dd>
            <AppealState status={appeal.status} />
          </dd>
        </div>
        <div>
          <dt>{t('supplier.grade')}</dt>
          <dd className="score-now">
            <Grade grade={appeal.grade} words /> {score !== null && <span className="number">{format.number(score)}</span>}
          </dd>
        </div>
        <div>
          <dt>{t('appeal.submittedAt')}</dt>
          <dd>{format.moment(appeal.submittedAt)}</dd>
        </div>
        <div>
          <dt>{t('appeal.channel')}</dt>
          <dd>{appeal.channel === 'api' ? t('appeal.writtenDown', { who: who(appeal.submittedBy) }) : t(`appealChannel.${appeal.channel}`)}</dd>
        </div>
        <div>
          <dt>{t('appeal.due')}</dt>
          <dd>{appeal.status === 'open' ? <Due at={appeal.dueAt} overdue={false} full /> : format.moment(appeal.dueAt)}</dd>
        </div>
      </dl>
      <p className="links-line">
        <Link to={`/evaluations/${evaluationId}/scores/${supplierId}`}>{t('appeal.score')}</Link>
        <Link to={`/suppliers/${supplierId}`}>{t('appeal.supplier')}</Link>
        <Link to={`/evaluations/${evaluationId}`}>{t('appeal.evaluation')}</Link>
      </p>
    </section>
  );
}

/** The form for who may decide; everybody else is told why not. */
function Deciding({ appeal }: { appeal: AppealToDecide }) {
  const { t } = useTranslation();
  const now = useNow();
  const permitted = useMay('appeals:decide');
  if (appeal.mayDecide || appeal.mayUphold) return <Decide key={String(appeal.mayDecide)} appeal={appeal} late={!appeal.mayDecide} />;
  const why = Date.parse(appeal.dueAt) < now ? 'late' : permitted ? 'partial' : 'notPermitted';
  return (
    <Panel title={t('appeal.decide')}>
      <Notice icon={why === 'late' ? 'clock' : 'user'}>
        <p>{t(`appealWhyNot.${why}`)}</p>
      </Notice>
    </Panel>
  );
}

function Decision({ appeal }: { appeal: AppealToDecide }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  return (
    <Panel title={t('appeal.decision')} note={appeal.decidedAt && format.moment(appeal.decidedAt)}>
      <p>
        <AppealState status={appeal.status} />
        {appeal.decidedBy && appeal.decidedBy !== 'steward' && <span className="soft"> · {who(appeal.decidedBy)}</span>}
      </p>
      {appeal.status !== 'undecided' && appeal.lapsedAt && <p className="small soft">{t('appeal.decidedLate', { at: format.moment(appeal.lapsedAt) })}</p>}
      {appeal.status === 'undecided' ? <p>{t('appeal.undecidedWhy')}</p> : appeal.reason && <p className="prose">{appeal.reason}</p>}
    </Panel>
  );
}
