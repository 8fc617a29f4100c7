import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { More, Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { Due, Grade } from '../ui/signs.js';
import { AppealState } from './appeal-state.js';
import { AppealTable } from './appeal-table.js';
import { useAppeals, type Appeal } from './queries.js';

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
      {items.length > 0 && (of === 'evaluation' ? <AppealTable items={items} ofEvaluation /> : <OfSupplier items={items} />)}
      <More shown={items.length} hasMore={appeals.hasNextPage} loading={appeals.isFetchingNextPage} onMore={() => void appeals.fetchNextPage()} />
    </Panel>
  );
}

function OfSupplier({ items }: { items: readonly Appeal[] }) {
  const format = useFormat();
  return (
    <ul className="plain-list rows">
      {items.map((one) => (
        <li key={one.id}>
          <div className="row-line">
            <Link to={`/appeals/${one.id}`}>{format.period(one.periodStart, one.periodEnd)}</Link>
            <Grade grade={one.grade} />
          </div>
          <p className="small">
            <AppealState status={one.status} />
          </p>
          <p className="small soft">{one.status === 'open' ? <Due at={one.dueAt} overdue={false} full /> : format.moment(one.decidedAt ?? one.dueAt)}</p>
        </li>
      ))}
    </ul>
  );
}
