import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Live, Missing, Page, Panel } from '../ui/page.js';
import { Comparison, Cycles, GradesThatDiffer, SuppliersThatDiffer } from './comparison.js';
import { useCancel, useRehearsal, type Rehearsal as Data } from './queries.js';
import { RehearsalState, useRehearsalTitle } from './rehearsal-state.js';
import { Story } from './story.js';

/** One rehearsal: how far it is, and then what would have happened. */
export function Rehearsal() {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useRehearsalTitle();
  const { id = '' } = useParams();
  const found = useRehearsal(id);
  const mayCancel = useMay('rehearsals:run');
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    if ([400, 404].includes(asProblem(found.error).status)) return <Missing title={t('rehearsal.missing')} why={t('rehearsal.missingWhy')} />;
    return (
      <Page title={t('rehearsals.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const one = found.data;
  const stretch = one.result ?? one.request;
  return (
    <Page
      title={t('rehearsal.title', { what: title(one.request) })}
      back={{ to: '/rehearsals', label: t('rehearsals.title') }}
      lead={
        <>
          <RehearsalState status={one.status} />
          {stretch.from !== null && stretch.to !== null && <> · {format.period(stretch.from, stretch.to)}</>} · {t('rehearsal.seedOf', { seed: one.request.seed })}
        </>
      }
      actions={one.status === 'running' && mayCancel && <Cancel id={id} />}
    >
      <div className="column">
        <Standing one={one} />
        {one.result && (
          <>
            <Comparison result={one.result} />
            {one.result.outcomes.length > 1 && <GradesThatDiffer result={one.result} />}
            {one.result.outcomes.length > 1 && <SuppliersThatDiffer result={one.result} />}
            <Cycles result={one.result} />
            <Story result={one.result} />
          </>
        )}
      </div>
    </Page>
  );
}

function Cancel({ id }: { id: string }) {
  const { t } = useTranslation();
  const cancel = useCancel(id);
  return (
    <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
      {cancel.isError ? t('rehearsal.cancelFailed') : t('rehearsal.cancel')}
    </Button>
  );
}

/** The beginnings of what the player says it does, and the words for each. */
const steps = [
  ['waiting', 'waiting'],
  ['starting', 'servers'],
  ['preparing', 'tables'],
  ['copying', 'copying'],
  ['loading', 'copying'],
  ['moving', 'moving'],
  ['playing', 'playing'],
  ['removing', 'removing'],
] as const;

function Standing({ one }: { one: Data }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { status, error, progress, request } = one;
  const { daysDone, daysTotal, day, policy } = progress;
  const step = steps.find(([begin]) => progress.step.startsWith(begin))?.[1];
  const said = step ? t(`rehearsalStep.${step}`) : progress.step;
  const played = daysTotal === 0 ? null : t('rehearsal.played', { done: daysDone, count: daysTotal });
  // Two policies are played one after the other.
  const rounds = request.againstVersion === null ? 1 : 2;
  const share = daysTotal === 0 ? 0 : ((policy ?? 1) - 1 + daysDone / daysTotal) / rounds;
  return (
    <>
      <Live>{status === 'running' ? said : t(`rehearsalStatus.${status}`)}</Live>
      {status === 'running' && (
        <Panel title={said} note={played}>
          <Progress value={100 * share} animated size="sm" aria-label={played ?? said} />
          <p className="small soft progress-note">
            {day !== null && t('rehearsal.today', { day: format.date(day) })}
            {day !== null && rounds === 2 && policy !== null && ` · ${t('rehearsal.policyOf', { policy, rounds })}`}
            {day === null && t('rehearsal.takesLong')}
          </p>
        </Panel>
      )}
      {status === 'failed' && (
        <Notice tone="bad" icon="alert">
          <p>{t('rehearsal.failed')}</p>
          <p className="small" lang="en">
            {error}
          </p>
        </Notice>
      )}
      {status === 'cancelled' && (
        <Notice>
          <p>{t('rehearsal.wasCancelled')}</p>
        </Notice>
      )}
    </>
  );
}
