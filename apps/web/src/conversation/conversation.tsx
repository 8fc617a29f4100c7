import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useMay } from '../session/me.js';
import { useSupplier, type Supplier } from '../suppliers/queries.js';
import { More, Waiting } from '../ui/data-table.js';
import { DoneNotice } from '../ui/done-notice.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Missing, Page } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { Entry } from './entry.js';
import { LogInteraction } from './log-interaction.js';
import { saidKinds, useConversation, type Interaction } from './queries.js';
import { WriteToSupplier } from './write-to-supplier.js';

/** Everything that was said with one supplier. */
export function SupplierConversation() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const found = useSupplier(id);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    if ([400, 404].includes(asProblem(found.error).status)) return <Missing title={t('supplier.missing')} why={t('supplier.missingWhy')} />;
    return (
      <Page title={t('supplier.conversation')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  return <Talk supplier={found.data} />;
}

function Talk({ supplier }: { supplier: Supplier }) {
  const { t } = useTranslation();
  const mayWrite = useMay('messages:write');
  const { filters, narrowed, change } = useFilters({ kind: '' });
  const found = useConversation(supplier.id, filters.kind);
  const [doing, setDoing] = useState<'log' | 'write' | Interaction | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const finish = (said: string) => {
    setDoing(null);
    setDone(said);
  };
  return (
    <Page
      title={t('talk.title', { supplier: supplier.name })}
      lead={t('talk.lead')}
      back={{ to: `/suppliers/${supplier.id}`, label: supplier.name }}
      narrow
      actions={
        mayWrite && (
          <>
            <Button onClick={() => setDoing('log')}>{t('talk.log')}</Button>
            <Button variant="default" onClick={() => setDoing('write')}>
              {t('talk.write')}
            </Button>
          </>
        )
      }
    >
      <DoneNotice text={done} />
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <NativeSelect
          className="filter-wide"
          label={t('talk.kind')}
          value={filters.kind}
          onChange={(event) => change('kind', event.currentTarget.value)}
          data={[{ value: '', label: t('list.all') }, ...saidKinds.map((value) => ({ value, label: t(`talk.kind.${value}`) }))]}
        />
      </div>
      <Live>{found.isSuccess ? t('talk.count', { count: items.length }) : ''}</Live>
      {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      <div className="panel">
        {found.isPending && <Waiting />}
        {found.isSuccess && items.length === 0 && (narrowed ? <Empty title={t('talk.noneKind')} why={t('talk.noneKindWhy')} /> : <Empty title={t('talk.none')} why={t('talk.noneWhy')} />)}
        <ol className="plain-list messages">
          {items.map((said) => (
            <Entry key={said.id} said={said} supplierId={supplier.id} onCorrect={setDoing} />
          ))}
        </ol>
        <More shown={items.length} hasMore={found.hasNextPage} loading={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      </div>
      {doing !== null && doing !== 'write' && (
        <LogInteraction supplierId={supplier.id} of={doing === 'log' ? null : doing} onClose={() => setDoing(null)} onDone={() => finish(t(doing === 'log' ? 'talk.logged' : 'talk.wasCorrected'))} />
      )}
      {doing === 'write' && <WriteToSupplier supplier={supplier} onClose={() => setDoing(null)} onDone={() => finish(t('talk.sent'))} />}
    </Page>
  );
}
