import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { FormDialog } from '../ui/form-dialog.js';
import { eventsIn, useWebhookChanged, type Webhook } from './queries.js';

/** Adds an endpoint, or changes one; `onDone` gets the secret of a new one. */
export function WebhookForm({ webhook, onClose, onDone }: { webhook: Webhook | null; onClose: () => void; onDone: (made: { id: string; secret: string } | null) => void }) {
  const { t } = useTranslation();
  const changed = useWebhookChanged();
  return (
    <FormDialog
      title={t(webhook ? 'webhook.changeTitle' : 'webhooks.new')}
      fields={[
        { name: 'url', label: t('webhook.url'), kind: 'line', hint: t('webhook.urlHint', { https: 'https://' }), initial: webhook?.url ?? '' },
        { name: 'events', label: t('webhook.events'), kind: 'text', hint: t('webhook.eventsHint', { one: 'rectification.opened', area: 'rectification.*', all: '*' }), initial: webhook?.events.join('\n') ?? '*' },
        { name: 'description', label: t('webhook.description'), kind: 'line', optional: true, initial: webhook?.description ?? '' },
      ]}
      action={t(webhook ? 'notifications.save' : 'webhook.create')}
      send={async ({ url = '', events = '', description = '' }, key) => {
        const body = { url, events: eventsIn(events), description };
        const made = webhook ? null : await answer(api.POST('/api/v1/webhooks', { params: { header: { 'Idempotency-Key': key } }, body: { ...body, paused: false } }));
        if (webhook) await answer(api.PATCH('/api/v1/webhooks/{id}', { params: { path: { id: webhook.id } }, body }));
        await changed(webhook?.id ?? '');
        return made;
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
