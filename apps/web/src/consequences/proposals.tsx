import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { More, Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Page, Panel } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { ProposalList } from './proposal-list.js';
import { proposalKinds, proposalStatuses, useProposals } from './queries.js';
import { ConsequenceTabs } from './tabs.js';

/** What Steward proposes and a person decides. */
export function Proposals() {
  const { t } = useTranslation();
  const { filters, change } = useFilters({ status: 'open', kind: '', supplierId: '', evaluationId: '' });
  const proposals = useProposals(filters);
  const items = proposals.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('proposalsList.title')} lead={t('proposals.note')}>
      <ConsequenceTabs />
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <NativeSelect
          label={t('evaluation.status')}
          value={filters.status}
          onChange={(event) => change('status', event.currentTarget.value)}
          data={proposalStatuses.map((value) => ({ value, label: t(`proposalStatus.${value}`) }))}
        />
        <NativeSelect
          label={t('consequence.kind')}
          value={filters.kind}
          onChange={(event) => change('kind', event.currentTarget.value)}
          data={[{ value: '', label: t('list.all') }, ...proposalKinds.map((value) => ({ value, label: t(`proposals.${value}`) }))]}
        />
        {(filters.supplierId !== '' || filters.evaluationId !== '') && (
          <Link className="filter-end filter-clear" to="/consequences/proposals">
            {t('proposalsList.ofAll')}
          </Link>
        )}
      </div>
      <Live>{proposals.isSuccess ? t('proposals.title', { count: items.length }) : ''}</Live>
      {proposals.isError && <ProblemNotice error={proposals.error} onRetry={() => void proposals.refetch()} />}
      <Panel title={t('consequences.proposed')} flush>
        {proposals.isPending && <Waiting />}
        {proposals.isSuccess && items.length === 0 && <Empty title={t('proposalsList.none')} why={t('proposalsList.noneWhy')} />}
        {/* The list stays mounted when its last one is decided, for it says what was done. */}
        {proposals.isSuccess && <ProposalList items={items} />}
        <More shown={items.length} hasMore={proposals.hasNextPage} loading={proposals.isFetchingNextPage} onMore={() => void proposals.fetchNextPage()} />
      </Panel>
    </Page>
  );
}
