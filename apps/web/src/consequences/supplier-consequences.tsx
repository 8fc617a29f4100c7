import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { More, Waiting } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { ConsequenceList } from './consequence-list.js';
import { useConsequences } from './queries.js';

/** What the supplier's grades have led to: in force and past. */
export function SupplierConsequences({ id }: { id: string }) {
  const { t } = useTranslation();
  const consequences = useConsequences({ holding: 'all', supplierId: id }, 10);
  const [ended, setEnded] = useState(false);
  const items = consequences.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={t('consequences.title')} flush>
      {consequences.isPending && <Waiting lines={2} />}
      {consequences.isError && <ProblemNotice error={consequences.error} onRetry={() => void consequences.refetch()} />}
      <div className="sent" role="status">
        {ended && (
          <Notice tone="good" icon="check">
            <p>{t('consequence.endedDone')}</p>
          </Notice>
        )}
      </div>
      {consequences.isSuccess && items.length === 0 && (
        <Empty small title={t('consequences.noneOfSupplier')} why={t('consequences.noneWhy')} action={<Link to={`/consequences/proposals?supplierId=${id}`}>{t('consequences.proposed')}</Link>} />
      )}
      {items.length > 0 && <ConsequenceList items={items} ofSupplier onEnded={() => setEnded(true)} />}
      <More shown={items.length} hasMore={consequences.hasNextPage} loading={consequences.isFetchingNextPage} onMore={() => void consequences.fetchNextPage()} />
    </Panel>
  );
}
