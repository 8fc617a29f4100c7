import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { useFormat } from '../i18n/format.js';
import { allRoles, usePeople } from '../people/queries.js';
import { useRoleNames } from '../people/role-names.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { DoneNotice } from '../ui/done-notice.js';
import { chosenIn, FormDialog } from '../ui/form-dialog.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Page, Panel } from '../ui/page.js';
import { SecretOnce } from '../ui/secret-once.js';
import { State, useNow } from '../ui/signs.js';

type Key = components['schemas']['Key'];

const keysKey = ['keys'] as const;

/** The keys of programs: who holds which, until when; each is shown once, when it is made. */
export function Keys() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const roleNames = useRoleNames();
  const mayManage = useMay('keys:manage');
  const people = usePeople(useMay('people:read')).data?.pages.flatMap((page) => page.items) ?? [];
  const found = useInfiniteQuery({
    queryKey: keysKey,
    queryFn: ({ pageParam }) => answer(api.GET('/api/v1/keys', { params: { query: { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const stateOf = (key: Key) => (key.revokedAt !== null ? 'revoked' : key.expiresAt !== null && Date.parse(key.expiresAt) <= now ? 'expired' : 'active');
  const columns: readonly Column<Key>[] = [
    { key: 'name', header: t('key.name'), wide: true, cell: ({ name }) => <strong>{name}</strong> },
    { key: 'roles', header: t('key.roles'), cell: ({ roles }) => roleNames(roles) },
    { key: 'for', header: t('key.actsFor'), cell: ({ personId }) => (personId === null ? t('key.itself') : (people.find(({ id }) => id === personId)?.name ?? '–')) },
    { key: 'made', header: t('key.createdAt'), cell: ({ createdAt }) => format.moment(createdAt) },
    {
      key: 'state',
      header: t('key.state'),
      cell: (row) => {
        const state = stateOf(row);
        return (
          <>
            <State label={t(`key.${state}`)} tone={state === 'active' ? 'good' : undefined} />
            {row.expiresAt !== null && state === 'active' && <div className="small soft">{`${t('key.expires')} ${format.moment(row.expiresAt)}`}</div>}
          </>
        );
      },
    },
    {
      key: 'act',
      header: t('key.revoke'),
      quiet: true,
      end: true,
      cell: (row) =>
        mayManage &&
        row.revokedAt === null && (
          <Button size="compact-sm" variant="default" onClick={() => setRevoking(row)}>
            {t('key.revoke')}
            <span className="quiet">: {row.name}</span>
          </Button>
        ),
    },
  ];
  return (
    <Page
      title={t('keys.title')}
      lead={t('keys.lead')}
      actions={
        mayManage && (
          <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setMaking(true)}>
            {t('keys.new')}
          </Button>
        )
      }
    >
      <DoneNotice text={done} />
      <Panel title={t('keys.all')} flush>
        {found.isPending && <Waiting />}
        {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess && items.length === 0 && <Empty small title={t('keys.none')} why={t('keys.noneWhy')} />}
        {items.length > 0 && <DataTable caption={t('keys.all')} columns={columns} rows={items} keyOf={({ id }) => id} />}
        <More shown={items.length} hasMore={found.hasNextPage} loading={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      </Panel>
      {making && <NewKey people={people.filter(({ active }) => active)} onClose={() => setMaking(false)} onDone={(key) => (setMaking(false), setMade(key))} />}
      {made !== null && <SecretOnce secret={made} about={t('secret.key')} onClose={() => setMade(null)} />}
      {revoking && <Revoke one={revoking} onClose={() => setRevoking(null)} onDone={() => (setRevoking(null), setDone(t('key.wasRevoked')))} />}
    </Page>
  );
}

function NewKey({ people, onClose, onDone }: { people: readonly components['schemas']['Person'][]; onClose: () => void; onDone: (key: string) => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return (
    <FormDialog
      title={t('keys.new')}
      fields={[
        { name: 'name', label: t('key.name'), kind: 'line', hint: t('key.nameHint') },
        { name: 'roles', label: t('key.roles'), kind: 'checks', options: allRoles.map((value) => ({ value, label: t(`role.${value}`), description: t(`roleHint.${value}`) })) },
        // "itself" stands for nobody: an empty choice would be a missing one.
        { name: 'personId', label: t('key.actsFor'), kind: 'select', initial: 'itself', options: [{ value: 'itself', label: t('key.itself') }, ...people.map(({ id, name }) => ({ value: id, label: name }))] },
        { name: 'expiresAt', label: t('key.expires'), kind: 'date', optional: true, hint: t('key.expiresHint') },
      ]}
      action={t('key.create')}
      send={async ({ name = '', roles, personId = 'itself', expiresAt = '' }, key) => {
        const body = {
          name,
          roles: chosenIn(roles) as 'quality'[],
          personId: personId === 'itself' ? null : personId,
          // The whole of the last day counts, where the reader is.
          expiresAt: expiresAt === '' ? null : new Date(`${expiresAt}T23:59:59`).toISOString(),
        };
        const made = await answer(api.POST('/api/v1/keys', { params: { header: { 'Idempotency-Key': key } }, body }));
        await queries.invalidateQueries({ queryKey: keysKey });
        return made.key;
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

function Revoke({ one, onClose, onDone }: { one: Key; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return (
    <FormDialog
      title={t('key.revokeTitle', { name: one.name })}
      lead={<p>{t('key.revokeLead')}</p>}
      fields={[]}
      action={t('key.revoke')}
      danger
      send={async () => {
        await answer(api.DELETE('/api/v1/keys/{id}', { params: { path: { id: one.id } } }));
        await queries.invalidateQueries({ queryKey: keysKey });
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
