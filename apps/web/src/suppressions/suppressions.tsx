import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { DoneNotice } from '../ui/done-notice.js';
import { FormDialog } from '../ui/form-dialog.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Page } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';

type Suppression = components['schemas']['SuppressedAddress'];

const suppressionsKey = ['suppressed-addresses'] as const;

/** Addresses that are not written to, and those that were opened again. */
export function Suppressions() {
  const { t } = useTranslation();
  const format = useFormat();
  const mayClear = useMay('inbound:decide');
  const { filters, change } = useFilters({ status: 'suppressed' });
  const [clearing, setClearing] = useState<Suppression | null>(null);
  const [done, setDone] = useState(false);
  const status = filters.status === 'cleared' ? 'cleared' : 'suppressed';
  const found = useInfiniteQuery({
    queryKey: [...suppressionsKey, status],
    queryFn: ({ pageParam }) => answer(api.GET('/api/v1/suppressed-addresses', { params: { query: { limit: 50, status, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: readonly Column<Suppression>[] = [
    { key: 'address', header: t('suppressed.address'), wide: true, cell: ({ address }) => <strong className="mono">{address}</strong> },
    { key: 'whose', header: t('suppressed.whose'), cell: ({ contacts }) => <Whose contacts={contacts} /> },
    {
      key: 'said',
      header: t('suppressed.said'),
      cell: ({ code, reason }) => (
        <span lang="en">
          <span className="mono">{code}</span> {reason}
        </span>
      ),
    },
    { key: 'since', header: t('suppressed.since'), cell: ({ suppressedAt }) => format.moment(suppressedAt) },
    status === 'cleared'
      ? {
          key: 'cleared',
          header: t('suppressed.clearedAt'),
          cell: ({ clearedAt, clearedWhy }) => (
            <>
              {clearedAt === null ? '–' : format.moment(clearedAt)}
              {clearedWhy !== null && <div className="small soft">{clearedWhy}</div>}
            </>
          ),
        }
      : {
          key: 'act',
          header: t('suppressed.clear'),
          quiet: true,
          end: true,
          cell: (row) =>
            mayClear && (
              <Button size="compact-sm" variant="default" onClick={() => setClearing(row)}>
                {t('suppressed.clear')}
                <span className="quiet">: {row.address}</span>
              </Button>
            ),
        },
  ];
  return (
    <Page title={t('suppressed.title')} lead={t('suppressed.lead')}>
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <NativeSelect
          className="filter-wide"
          label={t('suppressed.show')}
          value={status}
          onChange={(event) => change('status', event.currentTarget.value)}
          data={(['suppressed', 'cleared'] as const).map((value) => ({ value, label: t(`suppressed.show.${value}`) }))}
        />
      </div>
      <DoneNotice text={done ? t('suppressed.cleared') : null} />
      {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      <div className="panel">
        {found.isPending && <Waiting />}
        {found.isSuccess && items.length === 0 && (status === 'cleared' ? <Empty title={t('suppressed.noneCleared')} why={t('suppressed.noneClearedWhy')} /> : <Empty title={t('suppressed.none')} why={t('suppressed.noneWhy')} />)}
        {items.length > 0 && <DataTable caption={t('suppressed.title')} columns={columns} rows={items} keyOf={({ id }) => id} />}
        <More shown={items.length} hasMore={found.hasNextPage} loading={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      </div>
      {clearing && (
        <Clear
          one={clearing}
          onClose={() => setClearing(null)}
          onDone={() => {
            setClearing(null);
            setDone(true);
          }}
        />
      )}
    </Page>
  );
}

function Whose({ contacts }: { contacts: Suppression['contacts'] }) {
  const { t } = useTranslation();
  if (contacts.length === 0) return <span className="soft">{t('suppressed.nobody')}</span>;
  return (
    <ul className="plain-list">
      {contacts.map(({ id, name, supplierId, supplierName }) => (
        <li key={id}>
          {name}, <Link to={`/suppliers/${supplierId}`}>{supplierName}</Link>
        </li>
      ))}
    </ul>
  );
}

function Clear({ one, onClose, onDone }: { one: Suppression; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return (
    <FormDialog
      title={t('suppressed.clearTitle', { address: one.address })}
      lead={<p>{t('suppressed.clearLead')}</p>}
      fields={[{ name: 'reason', label: t('suppressed.clearReason'), kind: 'text', optional: true }]}
      action={t('suppressed.clear')}
      send={async ({ reason = '' }, key) => {
        const params = { path: { id: one.id }, header: { 'Idempotency-Key': key } };
        await answer(api.POST('/api/v1/suppressed-addresses/{id}/clear', { params, body: reason === '' ? {} : { reason } }));
        await queries.invalidateQueries({ queryKey: suppressionsKey });
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
