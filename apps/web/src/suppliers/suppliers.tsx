import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StartReview } from '../evaluations/start-review.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Page } from '../ui/page.js';
import { Grade } from '../ui/signs.js';
import { useFilters } from '../ui/use-filters.js';
import { OnTime } from './on-time.js';
import { segments, supplierStatuses, useSuppliers, type SupplierItem } from './queries.js';
import { StatusState } from './status-state.js';

/** All suppliers with grade and on-time rate; what is shown is in the address. */
export function Suppliers() {
  const { t } = useTranslation();
  const { filters, narrowed, change } = useFilters({ q: '', status: '', segment: '', grade: '' });
  const suppliers = useSuppliers(filters);
  const mayReview = useMay('evaluations:start');
  const mayInvite = useMay('onboarding:open');
  const [reviewing, setReviewing] = useState(false);
  const items = suppliers.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title={t('suppliers.title')}
      lead={t('suppliers.lead')}
      actions={
        <>
          {mayInvite && (
            <Button variant="default" leftSection={<Icon name="plus" />} component={Link} to="/onboardings/invite">
              {t('invite.action')}
            </Button>
          )}
          {mayReview && (
            <Button leftSection={<Icon name="play" />} onClick={() => setReviewing(true)}>
              {t('review.start')}
            </Button>
          )}
        </>
      }
    >
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <Search value={filters.q} onSearch={(text) => change('q', text)} />
        <NativeSelect
          label={t('supplier.grade')}
          value={filters.grade}
          onChange={(event) => change('grade', event.currentTarget.value)}
          data={[{ value: '', label: t('list.all') }, ...(['A', 'B', 'C', 'N'] as const).map((value) => ({ value, label: t(`grade.${value}`) }))]}
        />
        <NativeSelect
          label={t('supplier.status')}
          value={filters.status}
          onChange={(event) => change('status', event.currentTarget.value)}
          data={[{ value: '', label: t('list.all') }, ...supplierStatuses.map((value) => ({ value, label: t(`supplierStatus.${value}`) }))]}
        />
        <NativeSelect
          label={t('supplier.segment')}
          value={filters.segment}
          onChange={(event) => change('segment', event.currentTarget.value)}
          data={[{ value: '', label: t('list.all') }, ...segments.map((value) => ({ value, label: t(`segment.${value}`) }))]}
        />
      </div>
      <Live>{suppliers.isSuccess ? t('suppliers.count', { count: items.length }) : ''}</Live>
      {suppliers.isError && <ProblemNotice error={suppliers.error} onRetry={() => void suppliers.refetch()} />}
      <div className="panel">
        {suppliers.isPending && <Waiting lines={10} />}
        {suppliers.isSuccess && items.length === 0 && <NoSuppliers narrowed={narrowed} />}
        {items.length > 0 && <List items={items} />}
        <More shown={items.length} hasMore={suppliers.hasNextPage} loading={suppliers.isFetchingNextPage} onMore={() => void suppliers.fetchNextPage()} />
      </div>
      {reviewing && <StartReview onClose={() => setReviewing(false)} />}
    </Page>
  );
}

function Search({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const search = useDebouncedCallback(onSearch, 250);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      className="filter-wide"
      label={t('suppliers.search')}
      type="search"
      value={text}
      leftSection={<Icon name="search" />}
      onChange={(event) => {
        setText(event.currentTarget.value);
        search(event.currentTarget.value.trim());
      }}
    />
  );
}

function List({ items }: { items: readonly SupplierItem[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: readonly Column<SupplierItem>[] = [
    {
      key: 'name',
      header: t('supplier.name'),
      wide: true,
      cell: (row) => (
        <>
          <Link className="title-link" to={`/suppliers/${row.id}`}>
            {row.name}
          </Link>
          <div className="mono soft">{row.code}</div>
        </>
      ),
    },
    { key: 'grade', header: t('supplier.grade'), cell: (row) => <Grade grade={row.grade} /> },
    { key: 'onTime', header: t('supplier.onTime'), cell: (row) => <OnTime {...row.onTimeDelivery} /> },
    { key: 'segment', header: t('supplier.segment'), cell: (row) => t(`segment.${row.segment}`) },
    { key: 'status', header: t('supplier.status'), cell: (row) => <StatusState status={row.status} /> },
    {
      key: 'cases',
      header: t('supplier.openCases'),
      end: true,
      cell: (row) =>
        row.openCases === 0 ? <span className="soft">0</span> : <Link to={`/cases?supplierId=${row.id}`}>{format.count(row.openCases)}</Link>,
    },
  ];
  return <DataTable caption={t('suppliers.caption')} columns={columns} rows={items} keyOf={(row) => row.id} />;
}

function NoSuppliers({ narrowed }: { narrowed: boolean }) {
  const { t } = useTranslation();
  return narrowed ? (
    <Empty title={t('suppliers.noneMatch')} why={t('suppliers.noneMatchWhy')} action={<Link to="/suppliers">{t('list.clearFilters')}</Link>} />
  ) : (
    <Empty title={t('suppliers.none')} why={t('suppliers.noneWhy')} action={<Link to="/imports">{t('suppliers.noneAction')}</Link>} />
  );
}
