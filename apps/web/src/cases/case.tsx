import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { loadTexts } from '../i18n/language.js';
import { usePeople } from '../people/queries.js';
import { useMay } from '../session/me.js';
import { useIndicatorTitle } from '../suppliers/indicator-words.js';
import { Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Missing, Page, Panel } from '../ui/page.js';
import { Due, State } from '../ui/signs.js';
import { Actions } from './actions.js';
import { Conversation } from './conversation.js';
import { History } from './history.js';
import { isProcess } from './processes.js';
import { useCase, type Case as CaseData } from './queries.js';
import { SeverityTag } from './severity.js';
import { StageTrack } from './stage-track.js';
import { useCaseWords } from './words.js';

const Onboarding = lazy(async () => {
  const [{ Onboarding: part }] = await Promise.all([import('../onboardings/onboarding.js'), loadTexts('onboardings', 'judgement')]);
  return { default: part };
});

const PhaseOut = lazy(async () => {
  const [{ PhaseOut: Screen }] = await Promise.all([import('../phase-outs/phase-out.js'), loadTexts('phaseOuts', 'cycle', 'judgement')]);
  return { default: Screen };
});

/** One case: where it stands, what may be done now, what was said and what happened. */
export function Case() {
  const { t } = useTranslation();
  const { id = '', process } = useParams();
  const words = useCaseWords();
  const found = useCase(id, process);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    const { status } = asProblem(found.error);
    if (status === 404 || status === 400) return <Missing title={t('case.missing')} why={t('case.missingWhy')} />;
    return (
      <Page title={t('cases.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const { data: one, etag } = found.data;
  return (
    <Page
      title={words.title(one)}
      back={one.process !== 'rectification' && isProcess(one.process) ? { to: `/cases?process=${one.process}`, label: t(`process.${one.process}`) } : { to: '/cases', label: t('cases.title') }}
      lead={
        <>
          <Link to={`/suppliers/${one.supplierId}`}>{one.supplierName}</Link>
          {one.confidential && (
            <>
              {' '}
              <span className="tag tag-warn">{t('case.confidential')}</span>
            </>
          )}
        </>
      }
    >
      <div className="column">
        <section className="panel" aria-label={t('case.progress')}>
          <StageTrack one={one} />
          <Standing one={one} />
        </section>
        <div className="columns">
          <div className="column">
            {one.description !== '' && (
              <Panel title={t(one.process === 'rectification' ? 'case.whatIsWrong' : 'case.reason')}>
                <p className="prose">{one.description}</p>
              </Panel>
            )}
            {one.status === 'open' && <Actions key={one.id} one={one} etag={etag} />}
            {one.onboarding && (
              <Suspense fallback={<Waiting lines={4} />}>
                <Onboarding one={one} detail={one.onboarding} />
              </Suspense>
            )}
            {one.phaseOut && (
              <Suspense fallback={<Waiting />}>
                <PhaseOut one={one} detail={one.phaseOut} />
              </Suspense>
            )}
            <Conversation of={one} />
          </div>
          <div className="column">
            <History of={one} />
            <About one={one} />
          </div>
        </div>
      </div>
    </Page>
  );
}

/** Who must act by when, or how it ended. */
function Standing({ one }: { one: CaseData }) {
  const { t } = useTranslation();
  const words = useCaseWords();
  const format = useFormat();
  if (one.status !== 'open') {
    const tone = ['closed', 'active'].includes(one.stage) ? 'good' : ['failed', 'rejected'].includes(one.stage) ? 'bad' : undefined;
    return (
      <div className="standing">
        <State tone={tone} label={words.stage(one.stage)} />
        {one.closedAt && <span className="soft">{t('case.endedAt', { at: format.instant(one.closedAt) })}</span>}
      </div>
    );
  }
  return (
    <dl className="standing">
      <div>
        <dt>{t('case.waitingFor')}</dt>
        <dd>{one.waitingFor ? words.party(one.waitingFor) : t('case.nobody')}</dd>
      </div>
      <div>
        <dt>{t('case.awaited')}</dt>
        <dd>{words.awaited(one)}</dd>
      </div>
      <div>
        <dt>{t('case.due')}</dt>
        <dd>
          <Due at={one.dueAt} overdue={one.overdue} full />
        </dd>
      </div>
    </dl>
  );
}

function About({ one }: { one: CaseData }) {
  const { t } = useTranslation();
  const words = useCaseWords();
  const format = useFormat();
  const indicatorTitle = useIndicatorTitle();
  return (
    <Panel title={t('case.about')}>
      <dl className="facts">
        {one.process === 'rectification' && (
          <>
            <div>
              <dt>{t('case.severity')}</dt>
              <dd>{one.severity ? <SeverityTag severity={one.severity} /> : '–'}</dd>
            </div>
            <div>
              <dt>{t('case.cause')}</dt>
              <dd>{words.cause(one.cause)}</dd>
            </div>
          </>
        )}
        <div>
          <dt>{t('case.owner')}</dt>
          <dd>{one.owner?.name ?? t('case.noOwner')}</dd>
        </div>
        <div>
          <dt>{t('case.openedAt')}</dt>
          <dd>{format.moment(one.openedAt)}</dd>
        </div>
        {one.confidential && <Readers one={one} />}
        {one.watch && (
          <div>
            <dt>{t('case.watched')}</dt>
            <dd>{indicatorTitle(one.watch.indicator)}</dd>
          </div>
        )}
        {one.recurrenceOfId && <Other label={t('case.recurrence')} id={one.recurrenceOfId} />}
        {one.mergedIntoId && <Other label={t('case.mergedInto')} id={one.mergedIntoId} />}
        <div>
          <dt>{t('case.policy')}</dt>
          <dd>{t('case.policyVersion', { version: one.policyVersion })}</dd>
        </div>
      </dl>
      <p className="small soft" style={{ marginTop: 'var(--gap-3)' }}>
        {t('case.workflow')} <span className="mono">{one.temporal.workflowId}</span>
      </p>
    </Panel>
  );
}

/** Who may read a confidential case, by name as far as the reader may see people. */
function Readers({ one }: { one: CaseData }) {
  const { t } = useTranslation();
  const people = usePeople(useMay('people:read')).data?.pages.flatMap((page) => page.items) ?? [];
  const ids = new Set([...(one.owner ? [one.owner.id] : []), ...(one.readers ?? [])]);
  const names = people.filter(({ id }) => ids.has(id)).map(({ name }) => name);
  return (
    <div>
      <dt>{t('case.readers')}</dt>
      <dd>{names.length === 0 ? t('case.confidentialWho') : names.join(', ')}</dd>
    </div>
  );
}

/** A case that has to do with this one. */
function Other({ label, id }: { label: string; id: string }) {
  const { t } = useTranslation();
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <Link to={`/cases/${id}`}>{t('case.openIt')}</Link>
      </dd>
    </div>
  );
}
