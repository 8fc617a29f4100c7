import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { FormDialog } from '../ui/form-dialog.js';
import { interactionKinds, useSaidMore } from './queries.js';

/** Writes down a call, a visit or a meeting, with what is to follow. */
export function LogInteraction({ supplierId, onClose, onDone }: { supplierId: string; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const saidMore = useSaidMore(supplierId);
  return (
    <FormDialog
      title={t('talk.log')}
      size="lg"
      fields={[
        { name: 'kind', label: t('talk.what'), kind: 'select', initial: 'call', options: interactionKinds.map((value) => ({ value, label: t(`talk.one.${value}`) })) },
        { name: 'day', label: t('talk.day'), kind: 'date', initial: localDay(new Date()) },
        { name: 'time', label: t('talk.time'), kind: 'time', initial: '09:00' },
        { name: 'minutes', label: t('talk.minutes'), kind: 'number', optional: true },
        { name: 'withWhom', label: t('talk.withWhom'), kind: 'line', hint: t('talk.withWhomHint') },
        { name: 'summary', label: t('talk.summary'), kind: 'text' },
        { name: 'nextStep', label: t('talk.nextStep'), kind: 'line', optional: true },
        { name: 'followUpOn', label: t('talk.followUpOn'), kind: 'date', hint: t('talk.followUpHint'), optional: true },
      ]}
      action={t('talk.logAction')}
      send={async ({ kind, day = '', time = '', minutes = '', withWhom = '', summary = '', nextStep = '', followUpOn = '' }, key) => {
        const body = {
          kind: kind as 'call',
          at: new Date(`${day}T${time}`).toISOString(),
          minutes: minutes === '' ? null : Number(minutes),
          withWhom,
          contactIds: [],
          summary,
          nextStep,
          followUpOn: followUpOn === '' ? null : followUpOn,
          followUpBy: null,
          caseId: null,
        };
        await answer(api.POST('/api/v1/suppliers/{id}/interactions', { params: { path: { id: supplierId }, header: { 'Idempotency-Key': key } }, body }));
        await saidMore();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

function localDay(now: Date): string {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
