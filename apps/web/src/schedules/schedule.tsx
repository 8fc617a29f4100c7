import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { answer, api } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Icon } from '../ui/icon.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Missing, Page, Panel } from '../ui/page.js';
import { PastCycles } from './past-cycles.js';
import { usePause, useSchedule, useSchedulesChanged, type ScheduleInDetail } from './queries.js';
import { ScheduleForm } from './schedule-form.js';
import { ScheduleState } from './schedule-state.js';

type Act = 'change' | 'run' | 'resume' | 'remove';

/** One schedule: when its cycles start next, what it has started, and what can be done with it. */
export function Schedule() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const found = useSchedule(id);
  const mayManage = useMay('schedules:manage');
  const [act, setAct] = useState<Act | null>(null);
  const [started, setStarted] = useState<number | null>(null);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    if ([400, 404].includes(asProblem(found.error).status)) return <Missing title={t('schedule.missing')} why={t('schedule.missingWhy')} />;
    return (
      <Page title={t('schedules.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const { data: schedule, etag } = found.data;
  return (
    <Page
      title={schedule.name}
      back={{ to: '/schedules', label: t('schedules.title') }}
      lead={<ScheduleState schedule={schedule} />}
      actions={mayManage && <Actions schedule={schedule} onAct={setAct} />}
    >
      <div className="sent" role="status">
        {started !== null && (
          <Notice tone="good" icon="check">
            <p>{t('schedule.ran', { count: started })}</p>
          </Notice>
        )}
      </div>
      <div className="column">
        <Trouble schedule={schedule} />
        <Rule schedule={schedule} />
        <Next schedule={schedule} />
        <PastCycles schedule={schedule} />
      </div>
      {act === 'change' && <ScheduleForm schedule={schedule} etag={etag} onClose={() => setAct(null)} onDone={() => setAct(null)} />}
      {act === 'run' && <Run schedule={schedule} onClose={() => setAct(null)} onDone={setStarted} />}
      {act === 'resume' && <Resume schedule={schedule} onClose={() => setAct(null)} />}
      {act === 'remove' && <Remove schedule={schedule} onClose={() => setAct(null)} />}
    </Page>
  );
}

function Actions({ schedule, onAct }: { schedule: ScheduleInDetail; onAct: (act: Act) => void }) {
  const { t } = useTranslation();
  const pause = usePause(schedule.id);
  return (
    <>
      <Button leftSection={<Icon name="play" size={14} />} onClick={() => onAct('run')}>
        {t('schedule.run')}
      </Button>
      {schedule.paused ? (
        <Button variant="default" onClick={() => onAct('resume')}>
          {t('schedule.resume')}
        </Button>
      ) : (
        <Button variant="default" loading={pause.isPending} onClick={() => pause.mutate()}>
          {pause.isError ? t('schedule.pauseFailed') : t('schedule.pause')}
        </Button>
      )}
      <Button variant="default" onClick={() => onAct('change')}>
        {t('schedule.changeAction')}
      </Button>
      <Button variant="default" onClick={() => onAct('remove')}>
        {t('schedule.remove')}
      </Button>
    </>
  );
}

function Trouble({ schedule: { lastError, paused, scheduler } }: { schedule: ScheduleInDetail }) {
  const { t } = useTranslation();
  return (
    <>
      {lastError !== null && (
        <Notice tone="bad" icon="alert">
          <p>{t('schedule.lastError')}</p>
          <p className="small" lang="en">
            {lastError}
          </p>
        </Notice>
      )}
      {!paused && scheduler.state !== 'inPlace' && (
        <Notice tone="warn">
          <p>{t(`schedule.scheduler.${scheduler.state}`)}</p>
        </Notice>
      )}
    </>
  );
}

function Rule({ schedule }: { schedule: ScheduleInDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = [
    [t('supplier.segment'), schedule.segment === null ? t('schedule.allSegments') : t(`segment.${schedule.segment}`)],
    [t('schedule.cadence'), t(`cadence.${schedule.cadence}`)],
    [t('schedule.startsOn'), t('schedule.startsOnDay', { count: schedule.afterDays, time: schedule.timeOfDay })],
    [t('schedule.timeZone'), schedule.timeZone],
    [t('schedule.ratings'), schedule.collectRatings ? t('schedule.ratingsAsked') : t('schedule.ratingsNot')],
    [t('schedule.overlap'), t(`schedule.overlap.${schedule.overlap}`)],
    [t('schedule.catchUp'), t('schedule.catchUpOf', { count: schedule.catchUpDays })],
    [t('schedule.since'), format.date(schedule.since)],
    [t('schedule.lastRun'), schedule.lastRunAt === null ? t('schedule.neverRan') : format.moment(schedule.lastRunAt)],
  ] as const;
  return (
    <Panel title={t('schedule.rule')}>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Next({ schedule: { next, paused, timeZone } }: { schedule: ScheduleInDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t('schedule.next')} note={t('schedule.nextNote', { zone: timeZone })} flush>
      {next.length === 0 && <Empty small title={t('schedule.noNext')} why={paused ? t('schedule.noNextPaused') : t('schedule.noNextWhy')} />}
      <ol className="plain-list rows">
        {next.map(({ periodStart, periodEnd, startsAt }) => (
          <li key={periodStart} className="row-line">
            <span>{format.period(periodStart, periodEnd)}</span>
            <time className="soft" dateTime={startsAt}>
              {t('schedule.startsAt', { at: format.instant(startsAt) })}
            </time>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Run({ schedule, onClose, onDone }: { schedule: ScheduleInDetail; onClose: () => void; onDone: (count: number) => void }) {
  const { t } = useTranslation();
  const changed = useSchedulesChanged();
  return (
    <FormDialog
      title={t('schedule.runTitle')}
      lead={<p>{t('schedule.runLead', { count: schedule.catchUpDays })}</p>}
      fields={[]}
      action={t('schedule.run')}
      send={async (_, key) => {
        const { started } = await answer(api.POST('/api/v1/schedules/{id}/run', { params: { path: { id: schedule.id }, header: { 'Idempotency-Key': key } } }));
        onDone(started.length);
        await changed();
      }}
      onClose={onClose}
      onDone={onClose}
    />
  );
}

function Resume({ schedule, onClose }: { schedule: ScheduleInDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const changed = useSchedulesChanged();
  const options = (['leaveOut', 'makeUp'] as const).map((value) => ({
    value,
    label: t(`schedule.resume.${value}`),
    description: t(`schedule.resumeHint.${value}`, { count: schedule.catchUpDays }),
  }));
  return (
    <FormDialog
      title={t('schedule.resumeTitle')}
      fields={[{ name: 'pause', label: t('schedule.resumeWhat'), kind: 'radio', initial: 'leaveOut', options }]}
      action={t('schedule.resume')}
      send={async ({ pause }) => {
        await answer(api.POST('/api/v1/schedules/{id}/resume', { params: { path: { id: schedule.id } }, body: { makeUp: pause === 'makeUp' } }));
        await changed();
      }}
      onClose={onClose}
      onDone={onClose}
    />
  );
}

function Remove({ schedule, onClose }: { schedule: ScheduleInDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const changed = useSchedulesChanged();
  return (
    <FormDialog
      title={t('schedule.removeTitle', { name: schedule.name })}
      lead={<p>{t('schedule.removeLead')}</p>}
      fields={[]}
      action={t('schedule.remove')}
      danger
      send={() => answer(api.DELETE('/api/v1/schedules/{id}', { params: { path: { id: schedule.id } } }))}
      onClose={onClose}
      onDone={() => {
        void navigate('/schedules');
        void changed();
      }}
    />
  );
}
