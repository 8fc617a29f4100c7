import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EvaluationInDetail } from '../evaluations/queries.js';
import { More, Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { ProposalList } from './proposal-list.js';
import { proposalStatuses, useProposals, type Proposal } from './queries.js';

/** What the grades of one cycle ask for, and what became of it. */
export function ProposalsOf({ evaluation }: { evaluation: EvaluationInDetail }) {
  const { t } = useTranslation();
  const [status, setStatus] = useState<Proposal['status']>('open');
  const proposals = useProposals({ status, evaluationId: evaluation.id }, 10);
  const items = proposals.data?.pages.flatMap((page) => page.items) ?? [];
  const early = evaluation.stage === 'published' || evaluation.stage === 'appeals';
  return (
    <Panel
      title={t('cycle.consequences')}
      note={t('proposals.note')}
      flush
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('evaluation.status')}
          value={status}
          onChange={(value) => setStatus(value as Proposal['status'])}
          data={proposalStatuses.map((value) => ({ value, label: t(`proposalStatus.${value}`) }))}
        />
      }
    >
      {proposals.isPending && <Waiting lines={2} />}
      {proposals.isError && <ProblemNotice error={proposals.error} onRetry={() => void proposals.refetch()} />}
      {proposals.isSuccess && items.length === 0 && <Empty small title={t('proposalsList.none')} why={t(early ? 'cycle.consequencesLater' : 'cycle.consequencesNone')} />}
      {proposals.isSuccess && <ProposalList items={items} />}
      <More shown={items.length} hasMore={proposals.hasNextPage} loading={proposals.isFetchingNextPage} onMore={() => void proposals.fetchNextPage()} />
    </Panel>
  );
}
