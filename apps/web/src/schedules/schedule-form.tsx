import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { asProblem, ProblemError } from '../api/problem.js';
import { segments } from '../suppliers/queries.js';
import { FormDialog, type DialogField, type Filled } from '../ui/form-dialog.js';
import { ownZone } from '../ui/time-zones.js';
import { cadences, overlaps, useSchedulesChanged, type NewSchedule, type Schedule } from './queries.js';

/** Makes a schedule, or changes the given one; `onDone` gets its id. */
export function ScheduleForm({ schedule, etag, onClose, onDone }: { schedule?: Schedule; etag?: string | null; onClose: () => void; onDone: (id: string) => void }) {
  const { t } = useTranslation();
  const changed = useSchedulesChanged();
  const fields = useFields(schedule);
  const send = async (filled: Filled, key: string) => {
    const body = bodyOf(filled);
    const saved = await withNames(
      () =>
        schedule
          ? answer(api.PATCH('/api/v1/schedules/{id}', { params: { path: { id: schedule.id } }, body, headers: etag ? { 'If-Match': etag } : {} }))
          : answer(
              api.POST('/api/v1/schedules', {
                params: { header: { 'Idempotency-Key': key } },
                body: { ...body, paused: false, segment: filled['segment'] === 'all' ? null : (filled['segment'] as 'routine') },
              }),
            ),
      t,
    );
    await changed();
    onDone(saved.id);
  };
  return (
    <FormDialog
      title={schedule ? t('schedule.change') : t('schedules.new')}
      lead={<p>{schedule ? t('schedule.changeLead') : t('schedules.newLead')}</p>}
      fields={fields}
      action={schedule ? t('schedule.save') : t('schedules.create')}
      size="lg"
      send={send}
      onClose={onClose}
      onDone={() => undefined}
    />
  );
}

function useFields(schedule: Schedule | undefined): DialogField[] {
  const { t } = useTranslation();
  const all = { value: 'all', label: t('schedule.allSegments') };
  // Whose cycles a schedule starts cannot be changed.
  const scope: DialogField = {
    name: 'segment',
    label: t('supplier.segment'),
    kind: 'select',
    initial: 'all',
    hint: t('schedule.segmentHint'),
    options: [all, ...segments.map((value) => ({ value, label: t(`segment.${value}`) }))],
  };
  return [
    { name: 'name', label: t('schedule.name'), kind: 'line', initial: schedule?.name ?? '' },
    ...(schedule ? [] : [scope]),
    { name: 'cadence', label: t('schedule.cadence'), kind: 'select', initial: schedule?.cadence ?? 'quarter', options: cadences.map((value) => ({ value, label: t(`cadence.${value}`) })) },
    { name: 'afterDays', label: t('schedule.afterDays'), kind: 'number', hint: t('schedule.afterDaysHint'), initial: String(schedule?.afterDays ?? 3) },
    { name: 'timeOfDay', label: t('schedule.timeOfDay'), kind: 'time', initial: schedule?.timeOfDay ?? '06:00' },
    { name: 'timeZone', label: t('schedule.timeZone'), kind: 'zone', initial: schedule?.timeZone ?? ownZone() },
    { name: 'collectRatings', label: t('schedule.collectRatings'), kind: 'check', hint: t('schedule.collectRatingsHint'), initial: schedule?.collectRatings ? 'yes' : '' },
    {
      name: 'overlap',
      label: t('schedule.overlap'),
      kind: 'radio',
      initial: schedule?.overlap ?? 'skip',
      options: overlaps.map((value) => ({ value, label: t(`schedule.overlap.${value}`) })),
    },
    { name: 'catchUpDays', label: t('schedule.catchUpDays'), kind: 'number', hint: t('schedule.catchUpDaysHint'), initial: String(schedule?.catchUpDays ?? 31) },
    { name: 'since', label: t('schedule.since'), kind: 'date', optional: true, hint: t('schedule.sinceHint'), initial: schedule?.since ?? '' },
  ];
}

function bodyOf(filled: Filled): Omit<NewSchedule, 'segment' | 'paused'> {
  const { name = '', cadence, afterDays, timeOfDay = '', timeZone = '', overlap, catchUpDays, since = '' } = filled;
  return {
    name,
    cadence: cadence as Schedule['cadence'],
    afterDays: Number(afterDays),
    timeOfDay,
    timeZone,
    overlap: overlap as Schedule['overlap'],
    catchUpDays: Number(catchUpDays),
    collectRatings: filled['collectRatings'] === 'yes',
    ...(since === '' ? {} : { since }),
  };
}

/** What another schedule stands in the way of, beside the field and with the other's name. */
async function withNames<T>(send: () => Promise<T>, t: (key: ParseKeys, values?: Record<string, string>) => string): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const problem = asProblem(error);
    if (problem.code === 'nameTaken') throw atField(problem, 'name', t('problem.nameTaken'));
    if (problem.code !== 'scopeTaken' || problem.runningId === null) throw problem;
    const other = await answer(api.GET('/api/v1/schedules/{id}', { params: { path: { id: problem.runningId } } }));
    const segment = other.segment === null ? t('schedule.allSegments') : t(`segment.${other.segment}`);
    throw atField(problem, 'segment', t('schedule.scopeTaken', { name: other.name, segment }));
  }
}

function atField({ status, detail }: ProblemError, path: string, message: string): ProblemError {
  return new ProblemError({ status, code: 'invalid', detail, fields: [{ path, message }] });
}
