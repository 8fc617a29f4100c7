import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Page } from '../ui/page.js';
import { useSchedules, type Schedule } from './queries.js';
import { ScheduleForm } from './schedule-form.js';
import { ScheduleState } from './schedule-state.js';

/** When evaluations start by themselves, by name. */
export function Schedules() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const schedules = useSchedules();
  const mayManage = useMay('schedules:manage');
  const [making, setMaking] = useState(false);
  const items = schedules.data?.pages.flatMap((page) => page.items) ?? [];
  const make = mayManage && (
    <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setMaking(true)}>
      {t('schedules.new')}
    </Button>
  );
  return (
    <Page title={t('schedules.title')} lead={t('schedules.lead')} actions={items.length > 0 && make}>
      <Live>{schedules.isSuccess ? t('schedules.count', { count: items.length }) : ''}</Live>
      {schedules.isError && <ProblemNotice error={schedules.error} onRetry={() => void schedules.refetch()} />}
      <div className="panel">
        {schedules.isPending && <Waiting />}
        {schedules.isSuccess && items.length === 0 && <Empty title={t('schedules.none')} why={t('schedules.noneWhy')} action={make} />}
        {items.length > 0 && <List items={items} />}
        <More shown={items.length} hasMore={schedules.hasNextPage} loading={schedules.isFetchingNextPage} onMore={() => void schedules.fetchNextPage()} />
      </div>
      {making && <ScheduleForm onClose={() => setMaking(false)} onDone={(id) => void navigate(`/schedules/${id}`)} />}
    </Page>
  );
}

function List({ items }: { items: readonly Schedule[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: readonly Column<Schedule>[] = [
    {
      key: 'name',
      header: t('schedule.name'),
      wide: true,
      cell: ({ id, name }) => (
        <Link className="title-link" to={`/schedules/${id}`}>
          {name}
        </Link>
      ),
    },
    { key: 'segment', header: t('supplier.segment'), cell: ({ segment }) => (segment === null ? t('schedule.allSegments') : t(`segment.${segment}`)) },
    { key: 'cadence', header: t('schedule.cadence'), cell: ({ cadence }) => t(`cadence.${cadence}`) },
    {
      key: 'next',
      header: t('schedule.nextStart'),
      cell: ({ next: [first] }) => (first ? <time dateTime={first.startsAt}>{format.instant(first.startsAt)}</time> : <span className="soft">{t('schedule.noNext')}</span>),
    },
    { key: 'state', header: t('schedule.state'), cell: (row) => <ScheduleState schedule={row} /> },
  ];
  return <DataTable caption={t('schedules.title')} columns={columns} rows={items} keyOf={({ id }) => id} />;
}
