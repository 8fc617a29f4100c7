import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A column: `wide` spans the card that a row becomes on narrow screens and carries its name. */
export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly end?: boolean;
  readonly wide?: boolean;
  /** Header for screen readers only, for a column of buttons. */
  readonly quiet?: boolean;
}

/** A table with a caption; on narrow screens every row is a card. */
export function DataTable<Row>({ caption, columns, rows, keyOf }: { caption: string; columns: readonly Column<Row>[]; rows: readonly Row[]; keyOf: (row: Row) => string }) {
  return (
    <table className="table" role="table">
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.key} role="columnheader" scope="col" className={column.end ? 'end' : undefined}>
              {column.quiet ? <span className="quiet">{column.header}</span> : column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map((column) => (
              <td key={column.key} role="cell" data-label={column.quiet ? '' : column.header} className={classOf(column)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function classOf<Row>(column: Column<Row>): string | undefined {
  if (column.wide) return 'wide';
  return column.end ? 'end' : undefined;
}

/** Grey lines where a list will be. */
export function Waiting({ lines = 6 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className="panel-body" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={14} mb={14} width={`${96 - ((line * 17) % 40)}%`} />
      ))}
    </div>
  );
}

/** The way to the next page of a list. */
export function More({ shown, hasMore, loading, onMore }: { shown: number; hasMore: boolean; loading: boolean; onMore: () => void }) {
  const { t } = useTranslation();
  if (!hasMore) return null;
  return (
    <div className="more">
      <Button variant="default" size="sm" onClick={onMore} loading={loading}>
        {t('list.more', { count: shown })}
      </Button>
    </div>
  );
}
