import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { caseAddress } from '../cases/processes.js';
import { useFormat } from '../i18n/format.js';
import { DataTable, type Column } from '../ui/data-table.js';
import { State } from '../ui/signs.js';
import { useProblemWords, Why } from './problem-words.js';
import type { InvitationProblem, InvitationRow } from './queries.js';

interface Told {
  readonly row: InvitationRow;
  readonly problem: InvitationProblem;
}

/** Everything that is wrong, a line for each: where, what was written, why. */
export function RefusedTable({ rows }: { rows: readonly InvitationRow[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useProblemWords();
  const told = rows.flatMap((row) => row.problems.map((problem): Told => ({ row, problem })));
  const columns: readonly Column<Told>[] = [
    { key: 'line', header: t('inviteRow.line'), end: true, cell: ({ row }) => <span className="number">{format.count(row.line)}</span> },
    { key: 'company', header: t('inviteColumn.name'), cell: ({ row }) => <Company row={row} /> },
    { key: 'column', header: t('inviteRow.column'), cell: ({ problem }) => words.columnOf(problem.column) },
    { key: 'value', header: t('inviteRow.value'), cell: ({ problem: { value } }) => (value === null || value === '' ? <span className="soft">{t('inviteRow.empty')}</span> : <span className="mono breakable">{value}</span>) },
    { key: 'why', header: t('inviteRow.why'), wide: true, cell: ({ problem }) => <Why problem={problem} /> },
  ];
  return <DataTable caption={t('inviteRow.refused')} columns={columns} rows={told} keyOf={({ row, problem }) => `${row.line}:${problem.column}:${problem.rule}`} />;
}

/** Rows that nothing is wrong with; of a list that was only `tried` nobody is invited yet. */
export function GoodTable({ rows, tried = false }: { rows: readonly InvitationRow[]; tried?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: readonly Column<InvitationRow>[] = [
    { key: 'line', header: t('inviteRow.line'), end: true, cell: (row) => <span className="number">{format.count(row.line)}</span> },
    { key: 'company', header: t('inviteColumn.name'), wide: true, cell: (row) => (tried && row.status === 'invited' ? row.cells['name'] : <Company row={row} />) },
    { key: 'email', header: t('inviteColumn.email'), cell: ({ cells }) => <span className="mono breakable">{cells['email'] ?? ''}</span> },
    { key: 'status', header: t('inviteRow.status'), cell: ({ status }) => <State label={t(tried && status === 'invited' ? 'inviteRow.new' : `inviteRowStatus.${status}`)} tone={status === 'invited' ? 'good' : undefined} /> },
  ];
  return <DataTable caption={t('inviteRow.good')} columns={columns} rows={rows} keyOf={({ line }) => String(line)} />;
}

function Company({ row: { cells, caseId } }: { row: InvitationRow }) {
  const name = cells['name'] ?? '';
  return caseId === null ? name : <Link to={caseAddress({ id: caseId, process: 'onboarding' })}>{name}</Link>;
}
