import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Page, Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import { useFilters } from '../ui/use-filters.js';
import { submissionStatuses, useSubmissions, type Submission } from './queries.js';

const tones = { submitted: 'warn', accepted: 'good', returned: undefined } as const;

/** Whether somebody has decided on a submission. */
export function SubmissionState({ status }: { status: Submission['status'] }) {
  const { t } = useTranslation();
  return <State label={t(`submissionStatus.${status}`)} tone={tones[status]} />;
}

/** What suppliers have sent unasked: those that wait for a decision first. */
export function Submissions() {
  const { t } = useTranslation();
  const format = useFormat();
  const { filters, change } = useFilters({ status: 'submitted', supplierId: '' });
  const status = filters.status === 'all' ? '' : filters.status;
  const submissions = useSubmissions({ status, supplierId: filters.supplierId });
  const items = submissions.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: readonly Column<Submission>[] = [
    {
      key: 'what',
      header: t('submission.what'),
      wide: true,
      cell: (row) => (
        <>
          <Link className="title-link" to={`/submissions/${row.id}`}>
            {t(`submissionKind.${row.kind}`)}
          </Link>
          {row.text !== '' && <div className="soft submission-start">{row.text}</div>}
        </>
      ),
    },
    {
      key: 'supplier',
      header: t('supplier.name'),
      cell: (row) => <Link to={`/suppliers/${row.supplierId}`}>{row.supplierName}</Link>,
    },
    { key: 'files', header: t('submission.files'), end: true, cell: (row) => <span className="number">{format.count(row.files.length)}</span> },
    { key: 'status', header: t('import.status'), cell: (row) => <SubmissionState status={row.status} /> },
    { key: 'when', header: t('submission.submittedAt'), cell: (row) => <span className="soft">{format.moment(row.submittedAt)}</span> },
  ];
  const which = status === 'submitted' ? 'waiting' : 'any';
  return (
    <Page title={t('submissions.title')} lead={t('submissions.lead')}>
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <NativeSelect
          label={t('import.status')}
          value={filters.status}
          onChange={(event) => change('status', event.currentTarget.value)}
          data={[...submissionStatuses.map((value) => ({ value, label: t(`submissionStatus.${value}`) })), { value: 'all', label: t('list.all') }]}
        />
        {filters.supplierId !== '' && (
          <Link className="filter-end filter-clear" to="/submissions">
            {t('submissions.allSuppliers')}
          </Link>
        )}
      </div>
      <Panel title={t('submissions.list')} flush>
        {submissions.isError && <ProblemNotice error={submissions.error} onRetry={() => void submissions.refetch()} />}
        {submissions.isPending && <Waiting />}
        {submissions.isSuccess && items.length === 0 && <Empty small title={t(`submissions.none.${which}`)} why={t(`submissions.noneWhy.${which}`)} />}
        {items.length > 0 && <DataTable caption={t('submissions.list')} columns={columns} rows={items} keyOf={({ id }) => id} />}
        <More shown={items.length} hasMore={submissions.hasNextPage} loading={submissions.isFetchingNextPage} onMore={() => void submissions.fetchNextPage()} />
      </Panel>
    </Page>
  );
}
