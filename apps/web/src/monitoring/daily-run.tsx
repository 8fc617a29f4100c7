import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import { planKey, useMonitoringSchedule, type MonitoringSchedule } from './queries.js';

type Plan = Pick<MonitoringSchedule, 'timeOfDay' | 'timeZone' | 'paused'>;
/** Of the next runs so many are shown: they come daily. */
const SHOWN = 3;

/** When the daily run is made; changing it, and pausing it. */
export function DailyRun() {
  const { t } = useTranslation();
  const mayRead = useMay('schedules:read');
  const mayManage = useMay('schedules:manage');
  const plan = useMonitoringSchedule(mayRead);
  const [changing, setChanging] = useState(false);
  const save = useSave();
  if (!mayRead) return null;
  return (
    <Panel title={t('dailyRun.title')} note={t('dailyRun.note')}>
      {plan.isPending && <Waiting lines={2} />}
      {plan.isError && <ProblemNotice error={plan.error} onRetry={() => void plan.refetch()} />}
      {plan.isSuccess && (
        <div className="form">
          <Standing plan={plan.data} />
          {save.isError && <ProblemNotice error={save.error} />}
          {mayManage && (
            <div className="form-actions">
              <Button size="sm" variant="default" onClick={() => setChanging(true)}>
                {t('dailyRun.change')}
              </Button>
              <Button size="sm" variant="default" loading={save.isPending} onClick={() => save.mutate({ ...planOf(plan.data), paused: !plan.data.paused })}>
                {plan.data.paused ? t('schedule.resume') : t('schedule.pause')}
              </Button>
            </div>
          )}
          {changing && <Change plan={plan.data} onClose={() => setChanging(false)} />}
        </div>
      )}
    </Panel>
  );
}

function Standing({ plan }: { plan: MonitoringSchedule }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <div>
        <p className="figure-value">{t('dailyRun.at', { time: plan.timeOfDay })}</p>
        <p className="small soft">{plan.timeZone}</p>
      </div>
      <p role="status">{plan.paused ? <State label={t('schedule.paused')} tone="warn" /> : <State label={t('schedule.active')} tone="good" />}</p>
      {!plan.inPlace && (
        <Notice tone="warn">
          <p>{t('schedule.scheduler.unreachable')}</p>
        </Notice>
      )}
      {plan.nextRuns.length > 0 && (
        <div>
          <p className="small soft">{t('dailyRun.next')}</p>
          <ul className="plain-list">
            {plan.nextRuns.slice(0, SHOWN).map((at) => (
              <li key={at}>
                <time dateTime={at}>{format.instant(at)}</time>
              </li>
            ))}
          </ul>
        </div>
      )}
      {plan.paused && <p className="small soft">{t('dailyRun.pausedWhy')}</p>}
    </>
  );
}

function Change({ plan, onClose }: { plan: MonitoringSchedule; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSave();
  return (
    <FormDialog
      title={t('dailyRun.changeTitle')}
      lead={<p>{t('dailyRun.changeLead')}</p>}
      fields={[
        { name: 'timeOfDay', label: t('schedule.timeOfDay'), kind: 'time', initial: plan.timeOfDay },
        { name: 'timeZone', label: t('schedule.timeZone'), kind: 'zone', initial: plan.timeZone },
      ]}
      action={t('schedule.save')}
      send={({ timeOfDay = '', timeZone = '' }) => save.mutateAsync({ timeOfDay, timeZone, paused: plan.paused })}
      onClose={onClose}
      onDone={onClose}
    />
  );
}

function useSave() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Plan) => answer(api.PUT('/api/v1/monitoring/schedule', { body })),
    onSettled: () => queries.invalidateQueries({ queryKey: planKey }),
  });
}

const planOf = ({ timeOfDay, timeZone, paused }: MonitoringSchedule): Plan => ({ timeOfDay, timeZone, paused });
