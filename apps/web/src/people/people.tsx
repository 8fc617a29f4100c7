import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { isLanguage, languageNames, languages } from '../i18n/language.js';
import { meKey, useMay, useMe } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { DoneNotice } from '../ui/done-notice.js';
import { chosenIn, FormDialog, type DialogField } from '../ui/form-dialog.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Page, Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import { peopleKey, staffRoles, usePeople, type Person } from './queries.js';
import { useRoleNames } from './role-names.js';

/** Who may sign in, and what for. */
export function People() {
  const { t } = useTranslation();
  const me = useMe().data;
  const roleNames = useRoleNames();
  const mayManage = useMay('people:manage');
  const found = usePeople();
  const [editing, setEditing] = useState<Person | 'new' | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: readonly Column<Person>[] = [
    {
      key: 'name',
      header: t('person.name'),
      wide: true,
      cell: ({ name, email }) => (
        <>
          <strong>{name}</strong>
          {email === me?.email && <span className="soft"> ({t('person.you')})</span>}
          <div className="mono soft breakable">{email}</div>
        </>
      ),
    },
    { key: 'roles', header: t('person.roles'), cell: ({ roles }) => roleNames(roles) },
    { key: 'language', header: t('person.language'), cell: ({ language }) => (isLanguage(language) ? <span lang={language}>{languageNames[language]}</span> : language) },
    { key: 'state', header: t('person.state'), cell: ({ active }) => <State label={t(active ? 'person.active' : 'person.inactive')} tone={active ? 'good' : undefined} /> },
    ...(mayManage
      ? [
          {
            key: 'act',
            header: t('person.change'),
            quiet: true,
            end: true,
            cell: (row: Person) => (
              <Button size="compact-sm" variant="default" onClick={() => setEditing(row)}>
                {t('person.change')}
                <span className="quiet">: {row.name}</span>
              </Button>
            ),
          },
        ]
      : []),
  ];
  const finish = (said: string) => {
    setEditing(null);
    setDone(said);
  };
  return (
    <Page
      title={t('people.title')}
      lead={t('people.lead')}
      actions={
        mayManage && (
          <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setEditing('new')}>
            {t('people.new')}
          </Button>
        )
      }
    >
      <DoneNotice text={done} />
      <Live>{found.isSuccess ? t('people.count', { count: items.length }) : ''}</Live>
      <Panel title={t('people.all')} flush>
        {found.isPending && <Waiting />}
        {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess && items.length === 0 && <Empty small title={t('people.none')} why={t('people.noneWhy')} />}
        {items.length > 0 && <DataTable caption={t('people.all')} columns={columns} rows={items} keyOf={({ id }) => id} />}
        <More shown={items.length} hasMore={found.hasNextPage} loading={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      </Panel>
      {editing === 'new' && <NewPerson onClose={() => setEditing(null)} onDone={(name) => finish(t('person.added', { name }))} />}
      {editing !== null && editing !== 'new' && <ChangePerson person={editing} onClose={() => setEditing(null)} onDone={() => finish(t('person.saved'))} />}
    </Page>
  );
}

function useFields(person: Person | null): { name: DialogField; roles: DialogField; language: DialogField } {
  const { t } = useTranslation();
  return {
    name: { name: 'name', label: t('person.name'), kind: 'line', initial: person?.name ?? '' },
    roles: {
      name: 'roles',
      label: t('person.roles'),
      kind: 'checks',
      initial: person?.roles.join(',') ?? '',
      options: staffRoles.map((value) => ({ value, label: t(`role.${value}`), description: t(`roleHint.${value}`) })),
    },
    language: { name: 'language', label: t('person.language'), kind: 'select', initial: person?.language ?? 'en', options: languages.map((value) => ({ value, label: languageNames[value] })) },
  };
}

function NewPerson({ onClose, onDone }: { onClose: () => void; onDone: (name: string) => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const fields = useFields(null);
  return (
    <FormDialog
      title={t('people.new')}
      lead={<p>{t('people.newLead')}</p>}
      fields={[fields.name, { name: 'email', label: t('person.email'), kind: 'line' }, fields.roles, fields.language]}
      action={t('person.add')}
      send={async ({ name = '', email = '', roles, language }, key) => {
        const body = { name, email, roles: chosenIn(roles) as 'quality'[], language: language as 'en' };
        await answer(api.POST('/api/v1/people', { params: { header: { 'Idempotency-Key': key } }, body }));
        await queries.invalidateQueries({ queryKey: peopleKey });
        return name;
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

function ChangePerson({ person, onClose, onDone }: { person: Person; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const fields = useFields(person);
  return (
    <FormDialog
      title={t('person.changeTitle', { name: person.name })}
      fields={[fields.name, fields.roles, fields.language, { name: 'active', label: t('person.activeCheck'), kind: 'check', initial: person.active ? 'yes' : '' }]}
      action={t('person.save')}
      send={async ({ name = '', roles, language, active }) => {
        const body = { name, roles: chosenIn(roles) as 'quality'[], language: language as 'en', active: active === 'yes' };
        await answer(api.PATCH('/api/v1/people/{id}', { params: { path: { id: person.id } }, body }));
        await Promise.all([peopleKey, meKey].map((queryKey) => queries.invalidateQueries({ queryKey })));
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
