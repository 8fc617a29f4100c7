import { useTranslation } from 'react-i18next';
import { useWho } from '../evaluations/who.js';
import { useFormat } from '../i18n/format.js';
import { More } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { useReviews } from './queries.js';

/** What was decided when the plan was looked at anew; nothing before the first time. */
export function Reviews({ supplierId }: { supplierId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  const reviews = useReviews(supplierId);
  const items = reviews.data?.pages.flatMap((page) => page.items) ?? [];
  if (reviews.isSuccess && items.length === 0) return null;
  return (
    <Panel title={t('reviews.title')} flush>
      {reviews.isError && <ProblemNotice error={reviews.error} onRetry={() => void reviews.refetch()} />}
      <ul className="plain-list rows">
        {items.map(({ id, on, decision, nextReviewOn, by }) => (
          <li key={id}>
            <p className="prose">{decision}</p>
            <p className="small soft">
              {format.date(on)} · {who(by)} · {t('reviews.next', { day: format.date(nextReviewOn) })}
            </p>
          </li>
        ))}
      </ul>
      <More shown={items.length} hasMore={reviews.hasNextPage} loading={reviews.isFetchingNextPage} onMore={() => void reviews.fetchNextPage()} />
    </Panel>
  );
}
