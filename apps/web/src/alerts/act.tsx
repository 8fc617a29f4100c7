import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { FormDialog, type DialogField, type Filled } from '../ui/form-dialog.js';
import { useAlertsChanged, type Alert } from './queries.js';

/** What a person can do with an alert. */
export type AlertAct = 'acknowledge' | 'snooze' | 'close';

/** Acknowledging, snoozing or closing an alert. */
export function Act({ alert, act, onClose, onDone }: { alert: Alert; act: AlertAct; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const changed = useAlertsChanged();
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const note: DialogField = { name: 'note', label: t('alert.note'), kind: 'text', optional: true };
  const fields: Readonly<Record<AlertAct, readonly DialogField[]>> = {
    acknowledge: [note],
    snooze: [{ name: 'until', label: t('alert.until'), kind: 'date', hint: t('alert.untilHint'), earliest: tomorrow }, note],
    close: [{ name: 'reason', label: t('field.reason'), kind: 'text' }],
  };
  return (
    <FormDialog
      title={t(`alertAct.${act}`)}
      lead={<p>{t(`alertActLead.${act}`)}</p>}
      fields={fields[act]}
      action={t(`alertAct.${act}`)}
      send={async (filled) => {
        await perform(alert.id, act, filled);
        await changed();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

function perform(id: string, act: AlertAct, { note = '', until = '', reason = '' }: Filled): Promise<Alert> {
  const params = { path: { id } };
  const noted = note === '' ? {} : { note };
  switch (act) {
    case 'acknowledge':
      return answer(api.POST('/api/v1/alerts/{id}/acknowledge', { params, body: noted }));
    case 'snooze':
      return answer(api.POST('/api/v1/alerts/{id}/snooze', { params, body: { until, ...noted } }));
    case 'close':
      return answer(api.POST('/api/v1/alerts/{id}/close', { params, body: { reason } }));
  }
}
