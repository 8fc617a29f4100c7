import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { CorrectRows } from './correct-rows.js';
import { rowStatuses, useImportRows, type Import, type ImportRow } from './queries.js';
import type { Retried } from './retried.js';
import { Rule } from './rule.js';

/** The rows of an import that somebody should look at; those in quarantine are corrected here and tried again. */
export function Rows({ one }: { one: Import }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [status, setStatus] = useState<ImportRow['status']>(one.quarantined === 0 && one.warnings > 0 ? 'warning' : 'quarantined');
  const [retried, setRetried] = useState<Retried | null>(null);
  const mayWrite = useMay('imports:write');
  const rows = useImportRows(one.id, status, true);
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  const correctable = status === 'quarantined' && mayWrite && !one.dryRun;
  const shown = one.dryRun ? rowStatuses.filter((each) => each !== 'settled') : rowStatuses;
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
      note={correctable ? t('row.noteHere') : t('row.note')}
      flush
      actions={
        <div className="row-actions">
          {one.quarantined > 0 && (
            <Button size="xs" variant="default" component="a" href={`/api/v1/imports/${one.id}/quarantine.csv`} download={`quarantine-${one.id}.csv`}>
              {t('row.download')}
            </Button>
          )}
          <SegmentedControl
            size="xs"
            aria-label={t('row.which')}
            value={status}
            onChange={(value) => setStatus(value as ImportRow['status'])}
            data={shown.map((value) => ({ value, label: t(`rowStatus.${value}`) }))}
          />
        </div>
      }
    >
      <div role="status">
        {retried && (
          <div className="panel-body">
            <Notice tone={retried.stillWrong === 0 ? 'good' : 'warn'} icon={retried.stillWrong === 0 ? 'check' : 'alert'}>
              <p>{t('row.retryLanded', { count: retried.landed })}</p>
              {retried.stillWrong > 0 && <p>{t('row.retryWrong', { count: retried.stillWrong })}</p>}
              <p>
                <Link to={`/imports/${retried.importId}`}>{t('row.retryImport')}</Link>
              </p>
            </Notice>
          </div>
        )}
      </div>
      {rows.isError && <ProblemNotice error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.isPending && <Waiting />}
      {rows.isSuccess && items.length === 0 && <Empty small title={t(`row.none.${status}`)} why={t(`row.noneWhy.${status}`)} />}
      {items.length > 0 &&
        (correctable ? (
          <CorrectRows importId={one.id} rows={items} onRetried={setRetried} />
        ) : (
          <DataTable caption={t('row.title')} columns={columns} rows={items} keyOf={(row) => `${row.line}:${row.column}:${row.rule}`} />
        ))}
      <More shown={items.length} hasMore={rows.hasNextPage} loading={rows.isFetchingNextPage} onMore={() => void rows.fetchNextPage()} />
    </Panel>
  );
}
