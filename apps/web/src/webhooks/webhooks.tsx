import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Page, Panel } from '../ui/page.js';
import { SecretOnce } from '../ui/secret-once.js';
import { State } from '../ui/signs.js';
import { useWebhooks, type Webhook } from './queries.js';
import { WebhookForm } from './webhook-form.js';

/** Other systems that hear of what happens. */
export function Webhooks() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const mayManage = useMay('channels:manage');
  const found = useWebhooks();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: readonly Column<Webhook>[] = [
    {
      key: 'url',
      header: t('webhook.url'),
      wide: true,
      cell: ({ id, url, description }) => (
        <>
          <Link className="title-link breakable" to={`/webhooks/${id}`}>
            {url}
          </Link>
          {description !== '' && <div className="small soft">{description}</div>}
        </>
      ),
    },
    { key: 'events', header: t('webhook.events'), cell: ({ events }) => <span className="mono breakable">{events.join(', ')}</span> },
    { key: 'state', header: t('webhook.state'), cell: (row) => <WebhookState one={row} /> },
    { key: 'created', header: t('webhook.createdAt'), cell: ({ createdAt }) => format.moment(createdAt) },
  ];
  return (
    <Page
      title={t('webhooks.title')}
      lead={t('webhooks.lead')}
      actions={
        mayManage && (
          <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
            {t('webhooks.new')}
          </Button>
        )
      }
    >
      <Panel title={t('webhooks.all')} flush>
        {found.isPending && <Waiting />}
        {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess && items.length === 0 && <Empty small title={t('webhooks.none')} why={t('webhooks.noneWhy')} />}
        {items.length > 0 && <DataTable caption={t('webhooks.all')} columns={columns} rows={items} keyOf={({ id }) => id} />}
        <More shown={items.length} hasMore={found.hasNextPage} loading={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      </Panel>
      {adding && (
        <WebhookForm
          webhook={null}
          onClose={() => setAdding(false)}
          onDone={(webhook) => {
            setAdding(false);
            setMade(webhook);
          }}
        />
      )}
      {made && <SecretOnce secret={made.secret} about={t('secret.webhook')} onClose={() => void navigate(`/webhooks/${made.id}`)} />}
    </Page>
  );
}

/** Whether an endpoint gets what happens. */
export function WebhookState({ one: { paused } }: { one: Webhook }) {
  const { t } = useTranslation();
  return <State label={t(paused ? 'webhook.paused' : 'webhook.active')} tone={paused ? 'warn' : 'good'} />;
}
