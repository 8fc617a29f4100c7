import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Page, Panel } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { useDifferenceWords, useFeatureFigure } from './feature-words.js';
import { useClusters, type Clusters, type ClusterMember, type FeatureDifference } from './queries.js';

/** Suppliers that stand out as of a day: who improves from a good level, who worsens or wavers where it hurts, and what sets them apart. */
export function Foresight() {
  const { t } = useTranslation();
  const { filters, change } = useFilters({ asOf: '', cluster: '' });
  const clusters = useClusters(filters);
  const [first] = clusters.data?.pages ?? [];
  const items = clusters.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('foresight.title')} lead={t('foresight.lead')}>
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <TextInput type="date" label={t('facts.asOf')} value={filters.asOf} onChange={(event) => change('asOf', event.currentTarget.value)} />
        <NativeSelect
          label={t('foresight.cluster')}
          value={filters.cluster}
          onChange={(event) => change('cluster', event.currentTarget.value)}
          data={[{ value: '', label: t('list.all') }, ...(['highPotential', 'highRisk'] as const).map((value) => ({ value, label: t(`cluster.${value}`) }))]}
        />
      </div>
      {clusters.isError && <ProblemNotice error={clusters.error} onRetry={() => void clusters.refetch()} />}
      {clusters.isPending && <Waiting />}
      {first?.status === 'insufficientHistory' && <TooShort clusters={first} />}
      {first?.status === 'ok' && (
        <div className="column">
          <Panel title={t('foresight.members')} note={t('foresight.judged', { count: first.judged })} flush>
            {items.length === 0 && <Empty small title={t('foresight.none')} why={t('foresight.noneWhy')} />}
            {items.length > 0 && <Members items={items} />}
            <More shown={items.length} hasMore={clusters.hasNextPage} loading={clusters.isFetchingNextPage} onMore={() => void clusters.fetchNextPage()} />
          </Panel>
          <Groups clusters={first} />
        </div>
      )}
    </Page>
  );
}

function TooShort({ clusters }: { clusters: Clusters }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="panel">
      <Empty
        title={t('foresight.tooShort')}
        why={
          <>
            {t('foresight.tooShortWhy', { count: clusters.judged, date: format.date(clusters.asOf) })}
            {clusters.reason && (
              <span lang="en" className="small">
                {' '}
                ({clusters.reason})
              </span>
            )}
          </>
        }
      />
    </div>
  );
}

function Members({ items }: { items: readonly ClusterMember[] }) {
  const { t } = useTranslation();
  const figure = useFeatureFigure();
  const columns: readonly Column<ClusterMember>[] = [
    {
      key: 'supplier',
      header: t('supplier.name'),
      wide: true,
      cell: (row) => (
        <Link className="mono" to={`/suppliers/${row.supplierId}`}>
          {row.code}
        </Link>
      ),
    },
    { key: 'cluster', header: t('foresight.cluster'), cell: (row) => <span className={row.cluster === 'highRisk' ? 'tag tag-bad' : 'tag tag-good'}>{t(`cluster.${row.cluster}`)}</span> },
    { key: 'because', header: t('foresight.because'), cell: (row) => row.because.map((reason) => t(`clusterReason.${reason}`)).join(', ') },
    ...(['level', 'trend', 'volatility', 'leadTime', 'spendShare'] as const).map((feature) => ({
      key: feature,
      header: t(`feature.${feature}`),
      end: true,
      cell: (row: ClusterMember) => <span className="number">{figure(feature, row.features[feature])}</span>,
    })),
  ];
  return <DataTable caption={t('foresight.members')} columns={columns} rows={items} keyOf={(row) => row.supplierId} />;
}

function Groups({ clusters }: { clusters: Clusters }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="columns-even">
        {(['highPotential', 'highRisk'] as const).map((name) => (
          <Panel key={name} title={t('foresight.setsApart', { cluster: t(`cluster.${name}`), count: clusters.counts[name] })} note={t(`clusterWhy.${name}`)}>
            <Differences differences={clusters.setsApart[name]} />
          </Panel>
        ))}
      </div>
      <Panel title={t('foresight.groups')} note={t('foresight.groupsNote')} flush>
        <ul className="plain-list rows">
          {clusters.groups.map((group, at) => (
            <li key={at}>
              <h3>{t('foresight.group', { count: group.suppliers })}</h3>
              <p className="small soft">{t('foresight.groupOf', { potential: group.highPotential, risk: group.highRisk })}</p>
              <Differences differences={group.setsApart} />
            </li>
          ))}
        </ul>
      </Panel>
      <Notice>
        <p>{t('foresight.method')}</p>
      </Notice>
    </>
  );
}

function Differences({ differences }: { differences: readonly FeatureDifference[] }) {
  const { t } = useTranslation();
  const say = useDifferenceWords();
  if (differences.length === 0) return <p className="soft">{t('foresight.nothingApart')}</p>;
  return (
    <ul className="plain-list">
      {differences.map((difference) => (
        <li key={difference.feature}>{say(difference)}</li>
      ))}
    </ul>
  );
}
