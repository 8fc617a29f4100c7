import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { FormDialog } from '../ui/form-dialog.js';
import { instantAt, localDay, localTime } from '../ui/local-time.js';
import { interactionKinds, useSaidMore, type Interaction } from './queries.js';

/** Writes down a call, a visit or a meeting, with what is to follow; says one anew, and why, where one is given. */
export function LogInteraction({ supplierId, of, onClose, onDone }: { supplierId: string; of: Interaction | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const at = of ? new Date(of.at) : null;
  const saidMore = useSaidMore(supplierId);
  return (
    <FormDialog
      title={t(of ? 'talk.correctTitle' : 'talk.log')}
      size="lg"
      fields={[
        { name: 'kind', label: t('talk.what'), kind: 'select', initial: of?.kind ?? 'call', options: interactionKinds.map((value) => ({ value, label: t(`talk.one.${value}`) })) },
        { name: 'day', label: t('talk.day'), kind: 'date', initial: localDay(at ?? new Date()) },
        { name: 'time', label: t('talk.time'), kind: 'time', initial: at ? localTime(at) : '09:00' },
        { name: 'minutes', label: t('talk.minutes'), kind: 'number', optional: true, initial: of?.minutes?.toString() ?? '' },
        { name: 'withWhom', label: t('talk.withWhom'), kind: 'line', hint: t('talk.withWhomHint'), initial: of?.withWhom ?? '' },
        { name: 'summary', label: t('talk.summary'), kind: 'text', initial: of?.summary ?? '' },
        { name: 'nextStep', label: t('talk.nextStep'), kind: 'line', optional: true, initial: of?.nextStep ?? '' },
        { name: 'followUpOn', label: t('talk.followUpOn'), kind: 'date', hint: t('talk.followUpHint'), optional: true, initial: of?.followUpOn ?? '' },
        ...(of ? [{ name: 'correction', label: t('talk.correction'), kind: 'line', hint: t('talk.correctionHint') } as const] : []),
      ]}
      action={t(of ? 'talk.correctAction' : 'talk.logAction')}
      send={async ({ kind, day = '', time = '', minutes = '', withWhom = '', summary = '', nextStep = '', followUpOn = '', correction = '' }, key) => {
        const body = {
          kind: kind as 'call',
          at: instantAt(day, time),
          minutes: minutes === '' ? null : Number(minutes),
          withWhom,
          contactIds: of?.contactIds ?? [],
          summary,
          nextStep,
          followUpOn: followUpOn === '' ? null : followUpOn,
          followUpBy: of?.followUpBy?.id ?? null,
          caseId: of?.caseId ?? null,
        };
        const header = { 'Idempotency-Key': key };
        if (of) await answer(api.POST('/api/v1/suppliers/{id}/interactions/{interactionId}/corrections', { params: { path: { id: supplierId, interactionId: of.id }, header }, body: { ...body, correction } }));
        else await answer(api.POST('/api/v1/suppliers/{id}/interactions', { params: { path: { id: supplierId }, header }, body }));
        await saidMore();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
