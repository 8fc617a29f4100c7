import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty } from '../ui/page.js';
import { useNow } from '../ui/signs.js';
import { Attempts } from './attempts.js';
import { useMailKind } from './mail-kind.js';
import { deliveryChannels, useDeliveries, useRetry, type Delivery, type DeliveryFilter } from './queries.js';

const heldReasons = ['paused', 'notConfigured', 'rateLimited', 'digest', 'suppressed'] as const;

/** The name of a way out; an unknown one by its own name. */
export function useChannelName(): (channel: string) => string {
  const { t } = useTranslation();
  return (channel) => {
    const known = deliveryChannels.find((each) => each === channel);
    if (!known) return channel;
    return known === 'email' || known === 'webhook' ? t(`deliveryChannel.${known}`) : t(`chat.${known}`);
  };
}

/** Messages of one standing with why they are there, when they go next, and what can be done. */
export function DeliveryList({ filter }: { filter: DeliveryFilter }) {
  const { t } = useTranslation();
  const mayRetry = useMay('channels:manage');
  const kindOf = useMailKind();
  const channelOf = useChannelName();
  const found = useDeliveries(filter);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: readonly Column<Delivery>[] = [
    {
      key: 'what',
      header: t('deliveries.what'),
      wide: true,
      cell: ({ template, subject, caseId }) => (
        <>
          <strong>{kindOf(template)}</strong>
          {subject !== '' && <div className="small breakable">{caseId === null ? subject : <Link to={`/cases/${caseId}`}>{subject}</Link>}</div>}
        </>
      ),
    },
    {
      key: 'to',
      header: t('deliveries.to'),
      cell: ({ channel, address }) => (
        <>
          {channelOf(channel)}
          {address !== '' && <div className="mono soft breakable">{address}</div>}
        </>
      ),
    },
    { key: 'why', header: t('deliveries.why'), cell: (row) => <Why one={row} /> },
    { key: 'tries', header: t('deliveries.tries'), end: true, cell: (row) => <Tries one={row} what={kindOf(row.template)} /> },
    { key: 'next', header: t('deliveries.next'), cell: ({ nextAttempt }) => <Next at={nextAttempt} /> },
    ...(mayRetry ? [{ key: 'act', header: t('delivery.retry'), quiet: true, end: true, cell: (row: Delivery) => <Retry one={row} what={kindOf(row.template)} /> }] : []),
  ];
  return (
    <>
      {found.isPending && <Waiting />}
      {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.isSuccess && items.length === 0 && <Empty small title={t(`deliveries.none.${filter.status}`)} why={t('deliveries.noneWhy')} />}
      {items.length > 0 && <DataTable caption={t(`deliveryStatus.${filter.status}`)} columns={columns} rows={items} keyOf={({ id }) => id} />}
      <More shown={items.length} hasMore={found.hasNextPage} loading={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
    </>
  );
}

function Why({ one: { reason, ambiguous } }: { one: Delivery }) {
  const { t } = useTranslation();
  const known = heldReasons.find((each) => each === reason);
  return (
    <>
      {known ? (
        t(`deliveryReason.${known}`)
      ) : reason === null ? (
        <span className="soft">–</span>
      ) : (
        <span className="breakable" lang="en">
          {reason}
        </span>
      )}
      {ambiguous && <div className="small soft">{t('deliveries.ambiguous')}</div>}
    </>
  );
}

function Tries({ one, what }: { one: Delivery; what: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  if (one.attempts === 0) return <span className="number soft">0</span>;
  return (
    <>
      <button type="button" className="link-button number" onClick={() => setOpen(true)}>
        {format.count(one.attempts)}
        <span className="quiet">{t('delivery.attemptsTitle', { what })}</span>
      </button>
      {open && <Attempts delivery={one} what={what} onClose={() => setOpen(false)} />}
    </>
  );
}

function Next({ at }: { at: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (at === null) return <span className="soft">{t('deliveries.somebody')}</span>;
  return <time dateTime={at}>{Date.parse(at) <= now ? format.relative(new Date(now).toISOString(), now) : format.relative(at, now)}</time>;
}

function Retry({ one, what }: { one: Delivery; what: string }) {
  const { t } = useTranslation();
  const retry = useRetry(one.id);
  return (
    <Button size="compact-sm" variant="default" loading={retry.isPending} disabled={retry.isSuccess} onClick={() => retry.mutate()}>
      <span role="status">{retry.isSuccess ? t('delivery.retried') : retry.isError ? t('delivery.retryFailed') : t('delivery.retry')}</span>
      <span className="quiet">: {what}</span>
    </Button>
  );
}
