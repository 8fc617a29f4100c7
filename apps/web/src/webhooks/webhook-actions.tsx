import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answer, api } from '../api/client.js';
import { FormDialog } from '../ui/form-dialog.js';
import { SecretOnce } from '../ui/secret-once.js';
import { useWebhookChanged, type Webhook } from './queries.js';
import { WebhookForm } from './webhook-form.js';

type Doing = 'change' | 'rotate' | 'replay' | 'remove';

/** Pausing, changing, a new secret, sending once more, removing; `onDone` gets what to say. */
export function WebhookActions({ webhook, onDone }: { webhook: Webhook; onDone: (said: string | null) => void }) {
  const { t } = useTranslation();
  const changed = useWebhookChanged();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const pause = useMutation({
    mutationFn: () => answer(api.PATCH('/api/v1/webhooks/{id}', { params: { path: { id: webhook.id } }, body: { paused: !webhook.paused } })),
    onSuccess: () => changed(webhook.id),
  });
  const end = (said: string | null) => {
    setDoing(null);
    onDone(said);
  };
  return (
    <>
      <Button variant="default" loading={pause.isPending} onClick={() => pause.mutate()}>
        {t(pause.isError ? 'delivery.retryFailed' : webhook.paused ? 'webhook.resume' : 'webhook.pause')}
      </Button>
      {(['change', 'rotate', 'replay', 'remove'] as const).map((name) => (
        <Button key={name} variant="default" className={name === 'remove' ? 'danger' : undefined} onClick={() => setDoing(name)}>
          {t(`webhook.${name}`)}
        </Button>
      ))}
      {doing === 'change' && <WebhookForm webhook={webhook} onClose={() => setDoing(null)} onDone={() => end(t('webhook.saved'))} />}
      {doing === 'rotate' && <Rotate webhook={webhook} onClose={() => setDoing(null)} onDone={(fresh) => (setDoing(null), setSecret(fresh))} />}
      {doing === 'replay' && <Replay webhook={webhook} onClose={() => setDoing(null)} onDone={(count) => end(t('webhook.replayed', { count }))} />}
      {doing === 'remove' && <Remove webhook={webhook} onClose={() => setDoing(null)} />}
      {secret !== null && <SecretOnce secret={secret} about={t('secret.webhook')} onClose={() => setSecret(null)} />}
    </>
  );
}

function Rotate({ webhook, onClose, onDone }: { webhook: Webhook; onClose: () => void; onDone: (secret: string) => void }) {
  const { t } = useTranslation();
  const changed = useWebhookChanged();
  return (
    <FormDialog
      title={t('webhook.rotateTitle')}
      lead={<p>{t('webhook.rotateLead')}</p>}
      fields={[]}
      action={t('webhook.rotate')}
      send={async () => {
        const fresh = await answer(api.POST('/api/v1/webhooks/{id}/secret', { params: { path: { id: webhook.id } } }));
        await changed(webhook.id);
        return fresh.secret;
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

function Replay({ webhook, onClose, onDone }: { webhook: Webhook; onClose: () => void; onDone: (count: number) => void }) {
  const { t } = useTranslation();
  const changed = useWebhookChanged();
  return (
    <FormDialog
      title={t('webhook.replayTitle')}
      lead={<p>{t('webhook.replayLead')}</p>}
      fields={[
        { name: 'day', label: t('webhook.since'), kind: 'date' },
        { name: 'time', label: t('webhook.sinceTime'), kind: 'time', initial: '00:00' },
      ]}
      action={t('webhook.replay')}
      send={async ({ day = '', time = '' }) => {
        const since = new Date(`${day}T${time}`).toISOString();
        const { count } = await answer(api.POST('/api/v1/webhooks/{id}/replay', { params: { path: { id: webhook.id } }, body: { since } }));
        await changed(webhook.id);
        return count;
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

function Remove({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const changed = useWebhookChanged();
  return (
    <FormDialog
      title={t('webhook.removeTitle')}
      lead={<p>{t('webhook.removeLead')}</p>}
      fields={[]}
      action={t('webhook.remove')}
      danger
      send={() => answer(api.DELETE('/api/v1/webhooks/{id}', { params: { path: { id: webhook.id } } }))}
      onClose={onClose}
      onDone={() => {
        void navigate('/webhooks');
        void changed('');
      }}
    />
  );
}
