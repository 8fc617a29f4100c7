import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Page } from '../ui/page.js';
import { useRehearsals, type RehearsalSummary } from './queries.js';
import { RehearsalState, useRehearsalTitle } from './rehearsal-state.js';
import { StartRehearsal } from './start-rehearsal.js';

/** Years of a policy that were played on past deliveries, newest first. */
export function Rehearsals() {
  const { t } = useTranslation();
  const mayRun = useMay('rehearsals:run');
  const [starting, setStarting] = useState(false);
  const rehearsals = useRehearsals();
  const items = rehearsals.data?.pages.flatMap((page) => page.items) ?? [];
  const start = mayRun && (
    <Button leftSection={<Icon name="play" size={14} />} onClick={() => setStarting(true)}>
      {t('rehearsals.start')}
    </Button>
  );
  return (
    <Page title={t('rehearsals.title')} lead={t('rehearsals.lead')} actions={items.length > 0 && start}>
      {rehearsals.isError && <ProblemNotice error={rehearsals.error} onRetry={() => void rehearsals.refetch()} />}
      <div className="panel">
        {rehearsals.isPending && <Waiting />}
        {rehearsals.isSuccess && items.length === 0 && <Empty title={t('rehearsals.none')} why={t('rehearsals.noneWhy')} action={start} />}
        {items.length > 0 && <List items={items} />}
        <More shown={items.length} hasMore={rehearsals.hasNextPage} loading={rehearsals.isFetchingNextPage} onMore={() => void rehearsals.fetchNextPage()} />
      </div>
      {starting && <StartRehearsal onClose={() => setStarting(false)} />}
    </Page>
  );
}

function List({ items }: { items: readonly RehearsalSummary[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useRehearsalTitle();
  const columns: readonly Column<RehearsalSummary>[] = [
    {
      key: 'what',
      header: t('rehearsal.policy'),
      wide: true,
      cell: ({ id, request }) => (
        <Link className="title-link" to={`/rehearsals/${id}`}>
          {title(request)}
        </Link>
      ),
    },
    {
      key: 'stretch',
      header: t('rehearsal.stretch'),
      cell: ({ request: { from, to } }) => (from === null ? t('rehearsal.lastYear') : to === null ? t('rehearsal.yearFrom', { from: format.date(from) }) : format.period(from, to)),
    },
    { key: 'seed', header: t('rehearsal.seed'), end: true, cell: ({ request: { seed } }) => <span className="number">{seed}</span> },
    { key: 'status', header: t('policy.status'), cell: ({ status }) => <RehearsalState status={status} /> },
    { key: 'when', header: t('rehearsal.requestedAt'), cell: ({ requestedAt }) => <span className="soft">{format.moment(requestedAt)}</span> },
  ];
  return <DataTable caption={t('rehearsals.title')} columns={columns} rows={items} keyOf={({ id }) => id} />;
}
