import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { More, Waiting } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Page, Panel } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { ConsequenceList } from './consequence-list.js';
import { consequenceKinds, holdings, useConsequences } from './queries.js';
import { ConsequenceTabs } from './tabs.js';

/** What grades have led to: in force unless the address says otherwise. */
export function Consequences() {
  const { t } = useTranslation();
  const { filters, narrowed, change } = useFilters({ holding: 'inForce', kind: '', supplierId: '' });
  const consequences = useConsequences(filters);
  const [ended, setEnded] = useState(false);
  const items = consequences.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('consequences.title')} lead={t('consequences.lead')}>
      <ConsequenceTabs />
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <NativeSelect
          label={t('consequence.holding')}
          value={filters.holding}
          onChange={(event) => change('holding', event.currentTarget.value)}
          data={holdings.map((value) => ({ value, label: t(`holding.${value}`) }))}
        />
        <NativeSelect
          label={t('consequence.kind')}
          value={filters.kind}
          onChange={(event) => change('kind', event.currentTarget.value)}
          data={[{ value: '', label: t('list.all') }, ...consequenceKinds.map((value) => ({ value, label: t(`consequenceName.${value}`) }))]}
        />
        {filters.supplierId !== '' && (
          <Link className="filter-end filter-clear" to="/consequences">
            {t('cases.allSuppliers')}
          </Link>
        )}
      </div>
      <Live>{consequences.isSuccess ? t('consequences.count', { count: items.length }) : ''}</Live>
      <div className="sent" role="status">
        {ended && (
          <Notice tone="good" icon="check">
            <p>{t('consequence.endedDone')}</p>
          </Notice>
        )}
      </div>
      {consequences.isError && <ProblemNotice error={consequences.error} onRetry={() => void consequences.refetch()} />}
      <Panel title={t('consequences.decided')} flush>
        {consequences.isPending && <Waiting />}
        {consequences.isSuccess && items.length === 0 && (
          <Empty
            title={t(narrowed ? 'consequences.noneSuch' : 'consequences.none')}
            why={t('consequences.noneWhy')}
            action={<Link to="/consequences?holding=all">{t('list.clearFilters')}</Link>}
          />
        )}
        {items.length > 0 && <ConsequenceList items={items} onEnded={() => setEnded(true)} />}
        <More shown={items.length} hasMore={consequences.hasNextPage} loading={consequences.isFetchingNextPage} onMore={() => void consequences.fetchNextPage()} />
      </Panel>
    </Page>
  );
}
