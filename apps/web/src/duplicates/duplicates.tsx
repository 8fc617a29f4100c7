import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, api } from '../api/client.js';
import { useMay } from '../session/me.js';
import { More, Waiting } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Page } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { Decide, type Decision } from './decide.js';
import { Pair } from './pair.js';
import { duplicateStatuses, useDuplicates, useDuplicatesChanged, type Duplicate } from './queries.js';

/** Suppliers that may be one, side by side: a person merges or dismisses. */
export function Duplicates() {
  const { t } = useTranslation();
  const { filters, narrowed, change } = useFilters({ status: 'open', supplierId: '' });
  const duplicates = useDuplicates(filters);
  const mayDecide = useMay('duplicates:decide');
  const [deciding, setDeciding] = useState<{ pair: Duplicate; decision: Decision } | null>(null);
  const [done, setDone] = useState<Decision | null>(null);
  const items = duplicates.data?.pages.flatMap((page) => page.items) ?? [];
  const search = useSearch();
  const look = mayDecide && (
    <Button leftSection={<Icon name="search" />} loading={search.isPending} onClick={() => search.mutate()}>
      {t('duplicates.look')}
    </Button>
  );
  return (
    <Page title={t('duplicates.title')} lead={t('duplicates.lead')} actions={look}>
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <NativeSelect
          label={t('alert.status')}
          value={filters.status}
          onChange={(event) => change('status', event.currentTarget.value)}
          data={duplicateStatuses.map((value) => ({ value, label: t(`duplicateStatus.${value}`) }))}
        />
        {filters.supplierId !== '' && (
          <Link className="filter-end filter-clear" to="/duplicates">
            {t('cases.allSuppliers')}
          </Link>
        )}
      </div>
      <Live>{duplicates.isSuccess ? t('duplicates.count', { count: items.length }) : ''}</Live>
      <div className="sent" role="status">
        {done && <Said text={t(`duplicates.done.${done}`)} />}
        {search.data && <Said text={search.data.remaining > 0 ? t('duplicates.lookedPart', search.data) : t('duplicates.looked', { count: search.data.compared })} />}
      </div>
      {search.isError && <ProblemNotice error={search.error} />}
      {duplicates.isError && <ProblemNotice error={duplicates.error} onRetry={() => void duplicates.refetch()} />}
      <div className="column">
        {duplicates.isPending && <Waiting />}
        {duplicates.isSuccess && items.length === 0 && <None narrowed={narrowed} action={look} />}
        {items.map((pair) => (
          <Pair key={pair.id} pair={pair} onDecide={mayDecide ? (decision) => setDeciding({ pair, decision }) : null} />
        ))}
        <More shown={items.length} hasMore={duplicates.hasNextPage} loading={duplicates.isFetchingNextPage} onMore={() => void duplicates.fetchNextPage()} />
      </div>
      {deciding && (
        <Decide
          {...deciding}
          onClose={() => setDeciding(null)}
          onDone={() => {
            setDone(deciding.decision);
            setDeciding(null);
          }}
        />
      )}
    </Page>
  );
}

function useSearch() {
  const changed = useDuplicatesChanged();
  return useMutation({ mutationFn: () => answer(api.POST('/api/v1/duplicates/runs', { body: {} })), onSuccess: changed });
}

function Said({ text }: { text: string }) {
  return (
    <Notice tone="good" icon="check">
      <p>{text}</p>
    </Notice>
  );
}

function None({ narrowed, action }: { narrowed: boolean; action: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="panel">
      {narrowed ? (
        <Empty title={t('duplicates.noneMatch')} why={t('duplicates.noneMatchWhy')} action={<Link to="/duplicates">{t('duplicates.showOpen')}</Link>} />
      ) : (
        <Empty title={t('duplicates.none')} why={t('duplicates.noneWhy')} action={action} />
      )}
    </div>
  );
}
