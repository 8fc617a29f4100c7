import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { useFormat } from '../i18n/format.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import type { EvaluationInDetail } from './queries.js';

type Rated = components['schemas']['RatedSupplier'];
type MissingRater = components['schemas']['MissingRater'];

function useRatings({ id, stage, ratings }: EvaluationInDetail) {
  return useInfiniteQuery({
    // Read anew when a stage ends, raters are asked (after the stage has begun), or somebody answers.
    queryKey: ['evaluation', id, 'ratings', stage, ratings?.asked ?? 0, ratings?.answered ?? 0],
    queryFn: ({ pageParam }) =>
      answer(api.GET('/api/v1/evaluations/{id}/ratings', { params: { path: { id }, query: { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
}

/** What raters say of the suppliers: who is missing by name, and each mean raw beside calibrated. */
export function Ratings({ evaluation }: { evaluation: EvaluationInDetail }) {
  const { t } = useTranslation();
  const ratings = useRatings(evaluation);
  const first = ratings.data?.pages[0];
  const items = ratings.data?.pages.flatMap((page) => page.items) ?? [];
  const use = first?.use ?? null;
  return (
    <Panel title={t('ratings.title')} note={use ? t(`cycle.used.${use}`) : t('ratings.note')} flush actions={first?.surveyId && <Link to={`/surveys/${first.surveyId}`}>{t('ratings.survey')}</Link>}>
      {ratings.isPending && <Waiting lines={3} />}
      {ratings.isError && <ProblemNotice error={ratings.error} onRetry={() => void ratings.refetch()} />}
      {first && first.missing.length > 0 && <MissingRaters missing={first.missing} waiting={evaluation.stage === 'collecting'} />}
      {first && items.length === 0 && (
        <Empty small title={t(evaluation.stage === 'collecting' ? 'ratings.noneYet' : 'ratings.none')} why={t(evaluation.stage === 'collecting' ? 'ratings.noneYetWhy' : 'ratings.noneWhy')} />
      )}
      {items.length > 0 && <RatingTable items={items} />}
      <More shown={items.length} hasMore={ratings.hasNextPage} loading={ratings.isFetchingNextPage} onMore={() => void ratings.fetchNextPage()} />
    </Panel>
  );
}

function MissingRaters({ missing, waiting }: { missing: readonly MissingRater[]; waiting: boolean }) {
  const { t } = useTranslation();
  const title = t(waiting ? 'ratings.awaited' : 'ratings.missing');
  return (
    <section className="panel-body missing-raters" aria-label={title}>
      <h3>{title}</h3>
      <ul className="plain-list">
        {missing.map(({ personId, name, saved, suppliers }) => (
          <li key={personId}>
            <details>
              <summary>
                {name}: {t('ratings.suppliers', { count: suppliers.length })}
                {saved && <span className="soft"> · {t('ratings.saved')}</span>}
              </summary>
              <p className="small soft">{suppliers.map((each) => each.name).join(' · ')}</p>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RatingTable({ items }: { items: readonly Rated[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = (value: number | null) => (value === null ? <span className="soft">–</span> : <span className="number">{format.number(value)}</span>);
  const columns: readonly Column<Rated>[] = [
    {
      key: 'supplier',
      header: t('supplier.name'),
      wide: true,
      cell: (row) => (
        <>
          <Link className="title-link" to={`/suppliers/${row.supplierId}`}>
            {row.supplierName}
          </Link>
          <details className="small">
            <summary>
              {t('ratings.byRater', { count: row.raters })}
              <span className="quiet">: {row.supplierName}</span>
            </summary>
            <Parts parts={row.parts} />
          </details>
        </>
      ),
    },
    { key: 'raw', header: t('ratings.raw'), end: true, cell: (row) => figure(row.raw) },
    { key: 'calibrated', header: t('ratings.calibrated'), end: true, cell: (row) => figure(row.calibrated) },
    { key: 'used', header: t('ratings.used'), end: true, cell: (row) => (row.used === null ? <span className="soft">{t('ratings.notSettled')}</span> : <strong className="number">{format.number(row.used)}</strong>) },
  ];
  return <DataTable caption={t('ratings.caption')} columns={columns} rows={items} keyOf={(row) => row.supplierId} />;
}

function Parts({ parts }: { parts: Rated['parts'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className="plain-list rating-parts">
      {parts.map(({ raterId, name, raw, calibrated, leftRaw }) => (
        <li key={raterId}>
          {name ?? t('who.somebody')}: <span className="number">{format.number(raw)}</span>
          {calibrated !== null && leftRaw === null && (
            <>
              {' → '}
              <span className="number">{format.number(calibrated)}</span> <span className="soft">{t('ratings.onScale')}</span>
            </>
          )}
          {leftRaw !== null && <span className="soft"> · {t(`leftRaw.${leftRaw}`)}</span>}
        </li>
      ))}
    </ul>
  );
}
