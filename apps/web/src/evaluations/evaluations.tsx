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
import { EvaluationState } from './evaluation-state.js';
import { GradeCounts } from './grade-counts.js';
import { useEvaluations, type Evaluation } from './queries.js';
import { StartReview } from './start-review.js';

/** All evaluations, newest first. */
export function Evaluations() {
  const { t } = useTranslation();
  const format = useFormat();
  const evaluations = useEvaluations();
  const mayStart = useMay('evaluations:start');
  const [starting, setStarting] = useState(false);
  const items = evaluations.data?.pages.flatMap((page) => page.items) ?? [];
  const start = (
    <Button leftSection={<Icon name="play" />} onClick={() => setStarting(true)}>
      {t('review.start')}
    </Button>
  );
  const columns: readonly Column<Evaluation>[] = [
    {
      key: 'period',
      header: t('evaluation.period'),
      wide: true,
      cell: (row) => (
        <Link className="title-link" to={`/evaluations/${row.id}`}>
          {format.period(row.periodStart, row.periodEnd)}
        </Link>
      ),
    },
    { key: 'scope', header: t('evaluation.scope'), cell: (row) => <Scope evaluation={row} /> },
    { key: 'status', header: t('evaluation.status'), cell: (row) => <EvaluationState evaluation={row} /> },
    { key: 'grades', header: t('evaluation.grades'), cell: (row) => <GradeCounts grades={row.grades} /> },
    { key: 'started', header: t('evaluation.startedAt'), cell: (row) => <span className="soft">{format.moment(row.createdAt)}</span> },
  ];
  return (
    <Page title={t('evaluations.title')} lead={t('evaluations.lead')} actions={mayStart && start}>
      {evaluations.isError && <ProblemNotice error={evaluations.error} onRetry={() => void evaluations.refetch()} />}
      <div className="panel">
        {evaluations.isPending && <Waiting />}
        {evaluations.isSuccess && items.length === 0 && <Empty title={t('evaluations.none')} why={t('evaluations.noneWhy')} action={mayStart && start} />}
        {items.length > 0 && <DataTable caption={t('evaluations.caption')} columns={columns} rows={items} keyOf={(row) => row.id} />}
        <More shown={items.length} hasMore={evaluations.hasNextPage} loading={evaluations.isFetchingNextPage} onMore={() => void evaluations.fetchNextPage()} />
      </div>
      {starting && <StartReview onClose={() => setStarting(false)} />}
    </Page>
  );
}

/** Whom an evaluation judges, and whether it counts. */
export function Scope({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const whom = evaluation.segment ? t(`segment.${evaluation.segment}`) : evaluation.official ? t('evaluation.everybody') : t('evaluation.list');
  return (
    <span>
      {whom} <span className={evaluation.official ? 'tag tag-accent' : 'tag'}>{evaluation.official ? t('evaluation.official') : t('evaluation.advisory')}</span>
    </span>
  );
}
