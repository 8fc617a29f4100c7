import { Progress, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Missing, Page, Panel } from '../ui/page.js';
import { ImportState } from './import-state.js';
import { rules, useImport, useImportRows, type Import as ImportData, type ImportRow } from './queries.js';

/** One import: the counts, which add up, and every row that waits for a correction. */
export function Import() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const found = useImport(id);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    const { status } = asProblem(found.error);
    if (status === 404 || status === 400) return <Missing title={t('import.missing')} why={t('import.missingWhy')} />;
    return (
      <Page title={t('imports.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const one = found.data;
  return (
    <Page
      title={one.fileName}
      back={{ to: '/imports', label: t('imports.title') }}
      lead={
        <>
          <span className="mono">{one.mapping}</span> · {format.moment(one.startedAt)} {one.dryRun && <span className="tag">{t('import.dryRun')}</span>}
        </>
      }
    >
      <div className="column">
        <Counts one={one} />
        {one.status !== 'running' && <Rows one={one} />}
      </div>
    </Page>
  );
}

const parts = ['landed', 'updated', 'unchanged', 'quarantined', 'filtered'] as const;

function Counts({ one }: { one: ImportData }) {
  const { t } = useTranslation();
  const format = useFormat();
  const running = one.status === 'running';
  return (
    <Panel title={t('import.counts')} actions={<ImportState status={one.status} />}>
      {running && <Progress value={100} animated size="sm" mb="md" aria-label={t('import.progress')} />}
      <Live>{running ? t('import.readSoFar', { count: one.rowsRead }) : t(`importStatus.${one.status}`)}</Live>
      {one.status === 'failed' && (
        <Notice tone="bad" icon="alert">
          <p lang="en">{one.error}</p>
          <p className="soft">{t('import.failedHint')}</p>
        </Notice>
      )}
      {one.status === 'completed' && one.dryRun && (
        <Notice tone="fair">
          <p>{t('import.dryRunDone')}</p>
          <p>
            <Link to="/imports">{t('import.importNow')}</Link>
          </p>
        </Notice>
      )}
      {one.status !== 'failed' && (
        <>
          <p className="total">
            <span className="figure-value">{format.count(one.rowsRead)}</span> {t('import.rowsReadOf', { count: one.rowsRead })}
          </p>
          <div className="parts-bar" aria-hidden="true">
            {parts.map((part) => one[part] > 0 && <span key={part} className={`part part-${part}`} style={{ flexGrow: one[part] }} />)}
          </div>
          <dl className="parts">
            {parts.map((part) => (
              <div key={part}>
                <dt>
                  <span className={`key part-${part}`} aria-hidden="true" /> {t(`import.${part}`)}
                </dt>
                <dd>
                  <span className="figure-value">{format.count(one[part])}</span>
                  <span className="small soft">{t(`importHint.${part}`)}</span>
                </dd>
              </div>
            ))}
          </dl>
          {one.warnings > 0 && <p className="small soft">{t('import.warningsOf', { count: one.warnings })}</p>}
        </>
      )}
    </Panel>
  );
}

function Rows({ one }: { one: ImportData }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [status, setStatus] = useState<ImportRow['status']>(one.quarantined === 0 && one.warnings > 0 ? 'warning' : 'quarantined');
  const rows = useImportRows(one.id, status, one.status === 'completed');
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  if (one.status === 'failed') return null;
  const columns: readonly Column<ImportRow>[] = [
    { key: 'line', header: t('row.line'), end: true, cell: (row) => <span className="number">{format.count(row.line)}</span> },
    { key: 'column', header: t('row.column'), cell: (row) => row.column ?? '–' },
    { key: 'value', header: t('row.value'), cell: (row) => (row.value === null || row.value === '' ? <span className="soft">{t('row.empty')}</span> : <span className="mono">{row.value}</span>) },
    { key: 'rule', header: t('row.rule'), cell: (row) => <Rule name={row.rule} /> },
    { key: 'hint', header: t('row.hint'), wide: true, cell: (row) => <span lang="en">{row.hint}</span> },
  ];
  return (
    <Panel
      title={t('row.title')}
      note={t('row.note')}
      flush
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('row.which')}
          value={status}
          onChange={(value) => setStatus(value as ImportRow['status'])}
          data={[
            { value: 'quarantined', label: t('row.quarantined') },
            { value: 'warning', label: t('row.warnings') },
          ]}
        />
      }
    >
      {rows.isError && <ProblemNotice error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.isPending && <Waiting />}
      {rows.isSuccess && items.length === 0 && <Empty small title={t(`row.none.${status}`)} why={t(`row.noneWhy.${status}`)} />}
      {items.length > 0 && <DataTable caption={t('row.title')} columns={columns} rows={items} keyOf={(row) => `${row.line}:${row.column}:${row.rule}`} />}
      <More shown={items.length} hasMore={rows.hasNextPage} loading={rows.isFetchingNextPage} onMore={() => void rows.fetchNextPage()} />
    </Panel>
  );
}

function Rule({ name }: { name: string }) {
  const { t } = useTranslation();
  const known = rules.find((each) => each === name);
  return <span title={name}>{known ? t(`rule.${known}`) : name}</span>;
}
