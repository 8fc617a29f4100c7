import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWho } from '../evaluations/who.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import type { Supplier } from '../suppliers/queries.js';
import { More, Waiting } from '../ui/data-table.js';
import { Dialog } from '../ui/dialog.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { EntryFacts, EntryState } from './entry-facts.js';
import { EntryForm } from './entry-form.js';
import { useEntries, useVersions, type Entry, type Register } from './queries.js';

/** The entries of one register, with what can be done with each. */
export function RegisterPanel({ supplier, register, openOnly, onDone }: { supplier: Supplier; register: Register; openOnly: boolean; onDone: (said: string) => void }) {
  const { t } = useTranslation();
  const mayWrite = useMay('relationship:write');
  const found = useEntries(supplier.id, register, openOnly);
  const [doing, setDoing] = useState<{ form: Entry | null } | { versions: Entry } | null>(null);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const close = () => setDoing(null);
  return (
    <Panel
      title={t(`register.${register}`)}
      flush
      actions={
        mayWrite && (
          <Button size="compact-sm" variant="default" onClick={() => setDoing({ form: null })}>
            {t(`register.add.${register}`)}
          </Button>
        )
      }
    >
      {found.isPending && <Waiting lines={2} />}
      {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.isSuccess && items.length === 0 && <Empty small title={t(`register.none.${register}`)} why={t(`register.noneWhy.${register}`)} />}
      <ul className="plain-list rows">
        {items.map((one) => (
          <li key={one.id}>
            <Line one={one} />
            <div className="form-actions entry-actions">
              {mayWrite && (
                <Button size="compact-sm" variant="default" onClick={() => setDoing({ form: one })}>
                  {t('entry.change')}
                  <span className="quiet">: {one.entry.title}</span>
                </Button>
              )}
              {one.version > 1 && (
                <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setDoing({ versions: one })}>
                  {t('entry.versions', { count: one.version - 1 })}
                  <span className="quiet">: {one.entry.title}</span>
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      <More shown={items.length} hasMore={found.hasNextPage} loading={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      {doing && 'form' in doing && (
        <EntryForm
          supplierId={supplier.id}
          register={register}
          of={doing.form}
          onClose={close}
          onDone={() => {
            close();
            onDone(t(doing.form ? 'entry.saved' : 'entry.added'));
          }}
        />
      )}
      {doing && 'versions' in doing && <Versions of={doing.versions} onClose={close} />}
    </Panel>
  );
}

function Line({ one }: { one: Entry }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  const { title, dueOn, ownerId } = one.entry;
  return (
    <>
      <div className="row-line">
        <h3>{title}</h3>
        <EntryState one={one} />
      </div>
      <p className="small soft">
        {[dueOn === null ? null : t('entry.due', { day: format.date(dueOn) }), ownerId === null ? null : t('entry.ownedBy', { name: who(ownerId) })].filter(Boolean).join(' · ')}
      </p>
      <EntryFacts one={one} />
    </>
  );
}

function Versions({ of, onClose }: { of: Entry; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  const versions = useVersions(of);
  return (
    <Dialog title={t('entry.versionsOf', { title: of.entry.title })} size="lg" onClose={onClose}>
      {versions.isPending && <Waiting lines={3} />}
      {versions.isError && <ProblemNotice error={versions.error} onRetry={() => void versions.refetch()} />}
      <ol className="plain-list rows">
        {versions.data?.items.map((one) => (
          <li key={one.version}>
            <p className="small soft">
              {t('entry.version', { version: one.version })} · {format.moment(one.recordedAt)} · {who(one.recordedBy)}
            </p>
            <Line one={one} />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
