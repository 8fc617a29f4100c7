import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { DeliveryList } from '../deliveries/delivery-list.js';
import { deliveryStatuses } from '../deliveries/queries.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { DoneNotice } from '../ui/done-notice.js';
import { ProblemNotice } from '../ui/notice.js';
import { Missing, Page, Panel } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { useWebhook, type Webhook as Data } from './queries.js';
import { WebhookActions } from './webhook-actions.js';
import { WebhookState } from './webhooks.js';

/** One endpoint: what it gets, what waits for it, and what can be done. */
export function Webhook() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const found = useWebhook(id);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    if ([400, 404].includes(asProblem(found.error).status)) return <Missing title={t('webhook.missing')} why={t('webhook.missingWhy')} />;
    return (
      <Page title={t('webhooks.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  return <Shown webhook={found.data} />;
}

function Shown({ webhook }: { webhook: Data }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayManage = useMay('channels:manage');
  const maySeeMessages = useMay('deliveries:read');
  const [done, setDone] = useState<string | null>(null);
  return (
    <Page title={webhook.url} back={{ to: '/webhooks', label: t('webhooks.title') }} lead={webhook.description} actions={mayManage && <WebhookActions webhook={webhook} onDone={setDone} />}>
      <DoneNotice text={done} />
      <div className="column">
        <section className="panel" aria-label={t('webhook.state')}>
          <dl className="facts panel-body">
            <div>
              <dt>{t('webhook.state')}</dt>
              <dd>
                <WebhookState one={webhook} />
              </dd>
            </div>
            <div>
              <dt>{t('webhook.events')}</dt>
              <dd className="mono">{webhook.events.join(', ')}</dd>
            </div>
            <div>
              <dt>{t('webhook.createdAt')}</dt>
              <dd>{format.moment(webhook.createdAt)}</dd>
            </div>
          </dl>
        </section>
        {maySeeMessages && <Messages id={webhook.id} />}
      </div>
    </Page>
  );
}

function Messages({ id }: { id: string }) {
  const { t } = useTranslation();
  const { filters, change } = useFilters({ status: 'failed' });
  const status = deliveryStatuses.find((each) => each === filters.status) ?? 'failed';
  return (
    <Panel title={t('webhook.messages')} flush>
      <div className="filters panel-filters">
        <NativeSelect
          className="filter-wide"
          label={t('deliveries.status')}
          value={status}
          onChange={(event) => change('status', event.currentTarget.value)}
          data={deliveryStatuses.map((value) => ({ value, label: t(`deliveryStatus.${value}`) }))}
        />
      </div>
      <DeliveryList filter={{ status, channel: 'webhook', recipientId: id }} />
    </Panel>
  );
}
