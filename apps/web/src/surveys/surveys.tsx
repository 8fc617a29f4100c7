import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Page } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { surveyKinds, useSurveys, type Survey } from './queries.js';
import { StartSurvey } from './start-survey.js';
import { SurveyState } from './survey-state.js';

/** Surveys, newest first: the ratings of cycles, and those in which suppliers rate us. */
export function Surveys() {
  const { t } = useTranslation();
  const { filters, narrowed, change } = useFilters({ kind: '' });
  const surveys = useSurveys(filters.kind);
  const mayStart = useMay('surveys:manage');
  const [starting, setStarting] = useState(false);
  const items = surveys.data?.pages.flatMap((page) => page.items) ?? [];
  const start = mayStart && (
    <Button leftSection={<Icon name="mail" />} onClick={() => setStarting(true)}>
      {t('survey.start')}
    </Button>
  );
  return (
    <Page title={t('surveys.title')} lead={t('surveys.lead')} actions={start}>
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <NativeSelect
          label={t('survey.kind')}
          value={filters.kind}
          onChange={(event) => change('kind', event.currentTarget.value)}
          data={[{ value: '', label: t('list.all') }, ...surveyKinds.map((value) => ({ value, label: t(`surveyKind.${value}`) }))]}
        />
      </div>
      <Live>{surveys.isSuccess ? t('surveys.count', { count: items.length }) : ''}</Live>
      {surveys.isError && <ProblemNotice error={surveys.error} onRetry={() => void surveys.refetch()} />}
      <div className="panel">
        {surveys.isPending && <Waiting />}
        {surveys.isSuccess && items.length === 0 && (
          <Empty title={t('surveys.none')} why={t('surveys.noneWhy')} action={narrowed ? <Link to="/surveys">{t('list.clearFilters')}</Link> : start} />
        )}
        {items.length > 0 && <List items={items} />}
        <More shown={items.length} hasMore={surveys.hasNextPage} loading={surveys.isFetchingNextPage} onMore={() => void surveys.fetchNextPage()} />
      </div>
      {starting && <StartSurvey onClose={() => setStarting(false)} />}
    </Page>
  );
}

function List({ items }: { items: readonly Survey[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: readonly Column<Survey>[] = [
    {
      key: 'title',
      header: t('survey.title'),
      wide: true,
      cell: (row) => (
        <>
          <Link className="title-link" to={`/surveys/${row.id}`}>
            {row.kind === 'ratings' ? format.period(row.periodStart, row.periodEnd) : row.title}
          </Link>
          <div className="soft small">{t(`surveyKind.${row.kind}`)}</div>
        </>
      ),
    },
    { key: 'status', header: t('evaluation.status'), cell: (row) => <SurveyState status={row.status} /> },
    {
      key: 'answered',
      header: t('survey.answered'),
      end: true,
      cell: ({ answered, open, missing }) => <span className="number">{t('survey.answeredOf', { answered: format.count(answered), asked: format.count(answered + open + missing) })}</span>,
    },
    { key: 'due', header: t('survey.due'), cell: (row) => <span className="soft">{row.dueAt ? format.moment(row.dueAt) : '–'}</span> },
  ];
  return <DataTable caption={t('surveys.caption')} columns={columns} rows={items} keyOf={(row) => row.id} />;
}
