import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { DataTable, type Column } from '../ui/data-table.js';
import { Due, Grade } from '../ui/signs.js';
import { AppealState } from './appeal-state.js';
import type { Appeal } from './queries.js';

/** Appeals as a table; on the page of an evaluation the period need not be said in each. */
export function AppealTable({ items, ofEvaluation }: { items: readonly Appeal[]; ofEvaluation?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const period: Column<Appeal> = { key: 'period', header: t('evaluation.period'), cell: (row) => format.period(row.periodStart, row.periodEnd) };
  const columns: readonly Column<Appeal>[] = [
    {
      key: 'supplier',
      header: t('supplier.name'),
      wide: true,
      cell: (row) => (
        <>
          <Link className="title-link" to={`/appeals/${row.id}`}>
            {row.supplierName}
          </Link>
          <div className="soft small two-lines">{row.text}</div>
        </>
      ),
    },
    ...(ofEvaluation ? [] : [period]),
    { key: 'grade', header: t('supplier.grade'), cell: (row) => <Grade grade={row.grade} /> },
    { key: 'status', header: t('appeal.status'), cell: (row) => <AppealState status={row.status} /> },
    {
      key: 'when',
      header: t('appeal.due'),
      cell: (row) => (row.status === 'open' ? <Due at={row.dueAt} overdue={false} full /> : <span className="soft">{format.moment(row.decidedAt ?? row.dueAt)}</span>),
    },
  ];
  return <DataTable caption={t('appeals.caption')} columns={columns} rows={items} keyOf={(row) => row.id} />;
}
