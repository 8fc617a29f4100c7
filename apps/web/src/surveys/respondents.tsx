import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { respondentStatuses, useRespondents, type Respondent, type Survey } from './queries.js';
import { RespondentState } from './survey-state.js';

/** Whom the survey asks and who has answered; not what. */
export function Respondents({ survey }: { survey: Survey }) {
  const { t } = useTranslation();
  const { filters, change } = useFilters({ respondents: '' });
  const respondents = useRespondents(survey.id, filters.respondents, survey.answered);
  const items = respondents.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel
      title={t('respondents.title')}
      note={t('respondents.note')}
      flush
      actions={
        <NativeSelect
          size="xs"
          aria-label={t('evaluation.status')}
          value={filters.respondents}
          onChange={(event) => change('respondents', event.currentTarget.value)}
          data={[{ value: '', label: t('list.all') }, ...respondentStatuses.map((value) => ({ value, label: t(`respondentStatus.${value}`) }))]}
        />
      }
    >
      {respondents.isPending && <Waiting lines={3} />}
      {respondents.isError && <ProblemNotice error={respondents.error} onRetry={() => void respondents.refetch()} />}
      {respondents.isSuccess && items.length === 0 && <Empty small title={t('respondents.none')} why={t('respondents.noneWhy')} />}
      {items.length > 0 && <List items={items} ratings={survey.kind === 'ratings'} />}
      <More shown={items.length} hasMore={respondents.hasNextPage} loading={respondents.isFetchingNextPage} onMore={() => void respondents.fetchNextPage()} />
    </Panel>
  );
}

function List({ items, ratings }: { items: readonly Respondent[]; ratings: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const about: Column<Respondent> = ratings
    ? { key: 'about', header: t('respondent.suppliers'), end: true, cell: (row) => <span className="number">{format.count(row.suppliers)}</span> }
    : { key: 'about', header: t('supplier.name'), cell: (row) => (row.supplierId ? <Link to={`/suppliers/${row.supplierId}`}>{row.supplierName}</Link> : '–') };
  const columns: readonly Column<Respondent>[] = [
    {
      key: 'name',
      header: t('respondent.name'),
      wide: true,
      cell: (row) => (
        <>
          <strong>{row.name ?? t('who.somebody')}</strong>
          {row.delegateReason && <div className="soft small">{t('respondent.delegated', { reason: row.delegateReason })}</div>}
        </>
      ),
    },
    about,
    { key: 'status', header: t('evaluation.status'), cell: (row) => <RespondentState status={row.status} /> },
    { key: 'asked', header: t('respondent.askedAt'), cell: (row) => <span className="soft">{format.moment(row.askedAt)}</span> },
    { key: 'reminded', header: t('respondent.remindedAt'), cell: (row) => <span className="soft">{row.remindedAt ? format.moment(row.remindedAt) : '–'}</span> },
    { key: 'answered', header: t('respondent.answeredAt'), cell: (row) => <span className="soft">{row.answeredAt ? format.moment(row.answeredAt) : '–'}</span> },
  ];
  return <DataTable caption={t('respondents.title')} columns={columns} rows={items} keyOf={(row) => row.id} />;
}
