import { useTranslation } from 'react-i18next';
import { More, Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { AppealTable } from './appeal-table.js';
import { useAppeals } from './queries.js';

/** The appeals against one cycle, or of one supplier. */
export function AppealsOf({ filter }: { filter: { evaluationId: string } | { supplierId: string } }) {
  const { t } = useTranslation();
  const appeals = useAppeals(filter, 20);
  const items = appeals.data?.pages.flatMap((page) => page.items) ?? [];
  const of = 'supplierId' in filter ? 'supplier' : 'evaluation';
  return (
    <Panel title={t('appeals.title')} flush>
      {appeals.isPending && <Waiting lines={2} />}
      {appeals.isError && <ProblemNotice error={appeals.error} onRetry={() => void appeals.refetch()} />}
      {appeals.isSuccess && items.length === 0 && <Empty small title={t('appeals.none')} why={t(`appeals.noneOf.${of}`)} />}
      {items.length > 0 && <AppealTable items={items} of={of} />}
      <More shown={items.length} hasMore={appeals.hasNextPage} loading={appeals.isFetchingNextPage} onMore={() => void appeals.fetchNextPage()} />
    </Panel>
  );
}
