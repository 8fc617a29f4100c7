import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { useFormat } from '../i18n/format.js';
import { usePeople, type Person } from '../people/queries.js';
import { useRoleNames } from '../people/role-names.js';
import { useMay, useMe } from '../session/me.js';
import { DataTable, Waiting, type Column } from '../ui/data-table.js';
import { DoneNotice } from '../ui/done-notice.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Icon } from '../ui/icon.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Page, Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';

type Deputy = components['schemas']['Deputy'];

const deputiesKey = ['deputies'] as const;
const approving: readonly string[] = ['procurement', 'quality', 'manager'];
const today = () => new Date().toISOString().slice(0, 10);

/** Who approves in the reader's place, from when to when. */
export function Deputies() {
  const { t } = useTranslation();
  const mayReadPeople = useMay('people:read');
  const found = useQuery({ queryKey: deputiesKey, queryFn: () => answer(api.GET('/api/v1/me/deputies')), retry: false });
  const people = usePeople(mayReadPeople).data?.pages.flatMap((page) => page.items) ?? [];
  const [naming, setNaming] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const ended = useEnd((name) => setDone(t('deputy.ended', { name })));
  const items = found.data?.items ?? [];
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? id;
  return (
    <Page
      title={t('deputies.title')}
      lead={t('deputies.lead')}
      narrow
      actions={
        mayReadPeople &&
        found.isSuccess && (
          <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setNaming(true)}>
            {t('deputies.name')}
          </Button>
        )
      }
    >
      <div className="column">
        <DoneNotice text={done} />
        <Notice>
          <p>{t('deputies.limits')}</p>
        </Notice>
        {ended.isError && <ProblemNotice error={ended.error} />}
        <Panel title={t('deputies.all')} flush>
          {found.isPending && <Waiting lines={2} />}
          {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
          {found.isSuccess && items.length === 0 && <Empty small title={t('deputies.none')} why={t('deputies.noneWhy')} />}
          {items.length > 0 && <List items={items} nameOf={nameOf} ending={ended.isPending} onEnd={(deputy) => ended.mutate({ id: deputy.id, name: nameOf(deputy.deputyId) })} />}
        </Panel>
      </div>
      {naming && (
        <NameDeputy
          people={people}
          onClose={() => setNaming(false)}
          onDone={(name) => {
            setNaming(false);
            setDone(t('deputy.named', { name }));
          }}
        />
      )}
    </Page>
  );
}

function List({ items, nameOf, ending, onEnd }: { items: readonly Deputy[]; nameOf: (id: string) => string; ending: boolean; onEnd: (deputy: Deputy) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: readonly Column<Deputy>[] = [
    { key: 'name', header: t('deputy.who'), wide: true, cell: ({ deputyId }) => <strong>{nameOf(deputyId)}</strong> },
    { key: 'when', header: t('deputy.when'), cell: ({ from, until }) => format.period(from, until) },
    { key: 'state', header: t('deputy.state'), cell: ({ from }) => (from <= today() ? <State label={t('deputy.now')} tone="good" /> : <State label={t('deputy.later')} />) },
    {
      key: 'end',
      header: t('deputy.end'),
      quiet: true,
      end: true,
      cell: (deputy) => (
        <Button size="compact-sm" variant="default" disabled={ending} onClick={() => onEnd(deputy)}>
          {t('deputy.end')}
          <span className="quiet">: {nameOf(deputy.deputyId)}</span>
        </Button>
      ),
    },
  ];
  return <DataTable caption={t('deputies.all')} columns={columns} rows={items} keyOf={({ id }) => id} />;
}

function NameDeputy({ people, onClose, onDone }: { people: readonly Person[]; onClose: () => void; onDone: (name: string) => void }) {
  const { t } = useTranslation();
  const roleNames = useRoleNames();
  const queries = useQueryClient();
  const me = useMe().data;
  // Only who may approve suppliers at all can do it for somebody else.
  const others = people.filter(({ active, email, roles }) => active && email !== me?.email && roles.some((role) => approving.includes(role)));
  return (
    <FormDialog
      title={t('deputies.name')}
      lead={<p>{t('deputies.nameLead')}</p>}
      fields={[
        { name: 'deputyId', label: t('deputy.who'), kind: 'select', options: others.map(({ id, name, roles }) => ({ value: id, label: `${name} (${roleNames(roles)})` })) },
        { name: 'from', label: t('deputy.from'), kind: 'date', initial: today(), earliest: today() },
        { name: 'until', label: t('deputy.until'), kind: 'date', earliest: today(), hint: t('deputy.untilHint') },
      ]}
      action={t('deputies.send')}
      send={async ({ deputyId = '', from = '', until = '' }, key) => {
        await answer(api.POST('/api/v1/me/deputies', { body: { deputyId, from, until }, headers: { 'Idempotency-Key': key } }));
        await queries.invalidateQueries({ queryKey: deputiesKey });
        return others.find(({ id }) => id === deputyId)?.name ?? '';
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

function useEnd(onDone: (name: string) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: { id: string; name: string }) => answer(api.DELETE('/api/v1/me/deputies/{id}', { params: { path: { id } } })),
    onSuccess: async (_, { name }) => {
      await queries.invalidateQueries({ queryKey: deputiesKey });
      onDone(name);
    },
  });
}
