import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Page, Panel } from '../ui/page.js';
import { ImportState } from './import-state.js';
import { useImports, type Import } from './queries.js';
import { Upload } from './upload.js';

/** Bringing deliveries in, and what became of earlier files. */
export function Imports() {
  const { t } = useTranslation();
  const format = useFormat();
  const imports = useImports();
  const mayWrite = useMay('imports:write');
  const items = imports.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: readonly Column<Import>[] = [
    {
      key: 'file',
      header: t('import.file'),
      wide: true,
      cell: (row) => (
        <>
          <Link className="title-link" to={`/imports/${row.id}`}>
            {row.fileName}
          </Link>{' '}
          {row.dryRun && <span className="tag">{t('import.dryRun')}</span>}
        </>
      ),
    },
    { key: 'status', header: t('import.status'), cell: (row) => <ImportState status={row.status} /> },
    { key: 'read', header: t('import.rowsRead'), end: true, cell: (row) => <span className="number">{format.count(row.rowsRead)}</span> },
    { key: 'landed', header: t('import.landed'), end: true, cell: (row) => <span className="number">{format.count(row.landed + row.updated)}</span> },
    {
      key: 'quarantined',
      header: t('import.quarantined'),
      end: true,
      cell: (row) => <span className={row.quarantined > 0 ? 'number due-late' : 'number soft'}>{format.count(row.quarantined)}</span>,
    },
    { key: 'started', header: t('import.startedAt'), cell: (row) => <span className="soft">{format.moment(row.startedAt)}</span> },
  ];
  return (
    <Page title={t('imports.title')} lead={t('imports.lead')}>
      <div className="column">
        {mayWrite && <Upload />}
        <Panel title={t('imports.earlier')} flush>
          {imports.isError && <ProblemNotice error={imports.error} onRetry={() => void imports.refetch()} />}
          {imports.isPending && <Waiting />}
          {imports.isSuccess && items.length === 0 && <Empty small title={t('imports.none')} why={t('imports.noneWhy')} />}
          {items.length > 0 && <DataTable caption={t('imports.caption')} columns={columns} rows={items} keyOf={(row) => row.id} />}
          <More shown={items.length} hasMore={imports.hasNextPage} loading={imports.isFetchingNextPage} onMore={() => void imports.fetchNextPage()} />
        </Panel>
      </div>
    </Page>
  );
}
