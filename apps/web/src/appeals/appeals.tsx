import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { More, Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Page } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { AppealTable } from './appeal-table.js';
import { appealStatuses, useAppeals } from './queries.js';

/** Appeals of suppliers, the open ones unless the address says otherwise. */
export function Appeals() {
  const { t } = useTranslation();
  const { filters, change } = useFilters({ status: 'open', evaluationId: '', supplierId: '' });
  const appeals = useAppeals({ ...filters, status: filters.status === 'all' ? '' : filters.status });
  const items = appeals.data?.pages.flatMap((page) => page.items) ?? [];
  const any = filters.status === 'all' && filters.evaluationId === '' && filters.supplierId === '';
  return (
    <Page title={t('appeals.title')} lead={t('appeals.lead')}>
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <NativeSelect
          label={t('appeal.status')}
          value={filters.status}
          onChange={(event) => change('status', event.currentTarget.value)}
          data={[...appealStatuses.map((value) => ({ value, label: t(`appealStatus.${value}`) })), { value: 'all', label: t('list.all') }]}
        />
        {(filters.supplierId !== '' || filters.evaluationId !== '') && (
          <Link className="filter-end filter-clear" to="/appeals?status=all">
            {t('appeals.ofAll')}
          </Link>
        )}
      </div>
      <Live>{appeals.isSuccess ? t('appeals.count', { count: items.length }) : ''}</Live>
      {appeals.isError && <ProblemNotice error={appeals.error} onRetry={() => void appeals.refetch()} />}
      <div className="panel">
        {appeals.isPending && <Waiting />}
        {appeals.isSuccess && items.length === 0 && (
          <Empty
            title={t(any ? 'appeals.none' : 'appeals.noneSuch')}
            why={t('appeals.noneWhy')}
            action={!any && <Link to="/appeals?status=all">{t('appeals.ofAll')}</Link>}
          />
        )}
        {items.length > 0 && <AppealTable items={items} />}
        <More shown={items.length} hasMore={appeals.hasNextPage} loading={appeals.isFetchingNextPage} onMore={() => void appeals.fetchNextPage()} />
      </div>
    </Page>
  );
}
