import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { DataTable, Waiting, type Column } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Page } from '../ui/page.js';
import { Due, State } from '../ui/signs.js';
import { useStandards, type StandardsReview } from './queries.js';

/** Whether a review is decided. */
export function StandardsState({ status }: { status: StandardsReview['status'] }) {
  const { t } = useTranslation();
  return <State label={t(`standardsStatus.${status}`)} tone={status === 'open' ? 'warn' : 'good'} />;
}

/** The yearly reviews of whether standards, weights and raters still agree. */
export function Standards() {
  const { t } = useTranslation();
  const format = useFormat();
  const reviews = useStandards();
  const items = reviews.data?.items ?? [];
  const columns: readonly Column<StandardsReview>[] = [
    {
      key: 'year',
      header: t('standards.year'),
      wide: true,
      cell: (row) => (
        <Link className="title-link" to={`/standards/${row.id}`}>
          {t('standards.ofYear', { year: row.year })}
        </Link>
      ),
    },
    { key: 'status', header: t('evaluation.status'), cell: (row) => <StandardsState status={row.status} /> },
    { key: 'policy', header: t('case.policy'), cell: (row) => t('case.policyVersion', { version: row.policyVersion }) },
    {
      key: 'when',
      header: t('standards.when'),
      cell: (row) => (row.status === 'open' ? <Due at={row.dueAt} overdue={false} full /> : <span className="soft">{row.decidedAt && format.moment(row.decidedAt)}</span>),
    },
  ];
  return (
    <Page title={t('standards.title')} lead={t('standards.lead')}>
      {reviews.isError && <ProblemNotice error={reviews.error} onRetry={() => void reviews.refetch()} />}
      <div className="panel">
        {reviews.isPending && <Waiting />}
        {reviews.isSuccess && items.length === 0 && <Empty title={t('standards.none')} why={t('standards.noneWhy')} action={<Link to="/policies">{t('standards.toPolicies')}</Link>} />}
        {items.length > 0 && <DataTable caption={t('standards.title')} columns={columns} rows={items} keyOf={(row) => row.id} />}
      </div>
    </Page>
  );
}
