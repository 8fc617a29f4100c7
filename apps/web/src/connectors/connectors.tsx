import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Page, Panel } from '../ui/page.js';
import { ConnectorState, LastRun } from './connector-state.js';
import { useConnectors, type Connector } from './queries.js';

/** Sources that are pulled on a schedule. */
export function Connectors() {
  const { t } = useTranslation();
  const format = useFormat();
  const connectors = useConnectors();
  const mayManage = useMay('connectors:manage');
  const items = connectors.data?.pages.flatMap((page) => page.items) ?? [];
  const add = mayManage && (
    <Button component={Link} to="/connectors/new" leftSection={<Icon name="plus" size={14} />}>
      {t('connectors.new')}
    </Button>
  );
  const columns: readonly Column<Connector>[] = [
    {
      key: 'name',
      header: t('connector.name'),
      wide: true,
      cell: (row) => (
        <>
          <Link className="title-link" to={`/connectors/${row.id}`}>
            {row.name}
          </Link>
          <div className="mono soft">{row.url}</div>
        </>
      ),
    },
    { key: 'state', header: t('import.status'), cell: (row) => <ConnectorState one={row} /> },
    { key: 'every', header: t('connector.every'), cell: ({ everyMinutes }) => t('connector.minutes', { count: everyMinutes, minutes: format.count(everyMinutes) }) },
    { key: 'mapping', header: t('upload.mapping'), cell: ({ mapping }) => <span className="mono">{mapping}</span> },
    { key: 'last', header: t('connector.lastRun'), cell: (row) => <LastRun one={row} /> },
  ];
  return (
    <Page title={t('connectors.title')} lead={t('connectors.lead')} actions={add}>
      <Panel title={t('connectors.all')} flush>
        {connectors.isError && <ProblemNotice error={connectors.error} onRetry={() => void connectors.refetch()} />}
        {connectors.isPending && <Waiting />}
        {connectors.isSuccess && items.length === 0 && <Empty small title={t('connectors.none')} why={t('connectors.noneWhy')} />}
        {items.length > 0 && <DataTable caption={t('connectors.all')} columns={columns} rows={items} keyOf={({ id }) => id} />}
        <More shown={items.length} hasMore={connectors.hasNextPage} loading={connectors.isFetchingNextPage} onMore={() => void connectors.fetchNextPage()} />
      </Panel>
    </Page>
  );
}
