import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { ProblemNotice } from '../ui/notice.js';
import { columnNamed, columns, type Column } from './columns.js';
import { useProblemWords, Why } from './problem-words.js';
import { listsKey, type InvitationProblem, type InvitationReport, type InvitationRow } from './queries.js';

type Cells = Readonly<Partial<Record<Column, string>>>;
type Edits = Readonly<Record<number, Cells>>;

/** Rules of which a person can say that the company is another one. */
const alike: readonly string[] = ['pendingAlready', 'knownAlready', 'knownBefore', 'twiceInFile'];

/** Refused rows with their cells to correct; the changed ones are tried again as a list of their own. */
export function CorrectInvitations({ listId, rows, onRetried }: { listId: string; rows: readonly InvitationRow[]; onRetried: (report: InvitationReport | null) => void }) {
  const { t } = useTranslation();
  const [edits, setEdits] = useState<Edits>({});
  const [again, setAgain] = useState<ReadonlyMap<number, readonly InvitationProblem[]>>(new Map());
  const retry = useRetry(listId, (report) => {
    const wrong = new Map(report.rows.filter(({ status }) => status === 'refused').map(({ line, problems }) => [line, problems]));
    setAgain(wrong);
    // What is still wrong keeps its corrections to be corrected further.
    setEdits((old) => Object.fromEntries(Object.entries(old).filter(([line]) => wrong.has(Number(line)))));
    onRetried(report);
  });
  const changed = Object.keys(edits).length;
  const problem = retry.isError ? asProblem(retry.error) : null;
  const edit = ({ line, cells }: InvitationRow, column: Column, value: string) =>
    setEdits((old) => {
      const { [column]: _, ...rest } = old[line] ?? {};
      const next = value === (cells[column] ?? '') ? rest : { ...rest, [column]: value };
      const { [line]: __, ...others } = old;
      return Object.keys(next).length === 0 ? others : { ...others, [line]: next };
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onRetried(null);
    retry.mutate(edits);
  };
  return (
    <form onSubmit={submit} noValidate>
      {problem && (
        <div className="panel-body">
          <ProblemNotice error={problem} />
        </div>
      )}
      <ul className="plain-list rows">
        {rows.map((row) => (
          <RowToCorrect key={row.line} row={row} problems={again.get(row.line) ?? row.problems} edits={edits[row.line] ?? {}} onEdit={(column, value) => edit(row, column, value)} />
        ))}
      </ul>
      <div className="retry-bar">
        <p role="status">{t('inviteRow.changed', { count: changed })}</p>
        <div className="form-actions">
          <Button type="submit" size="sm" disabled={changed === 0} loading={retry.isPending}>
            {t('inviteRow.retry')}
          </Button>
          {changed > 0 && (
            <Button
              size="sm"
              variant="subtle"
              color="gray"
              onClick={() => {
                setEdits({});
                setAgain(new Map());
              }}
            >
              {t('inviteRow.undo')}
            </Button>
          )}
        </div>
      </div>
    </form>
  );
}

function RowToCorrect({ row, problems, edits, onEdit }: { row: InvitationRow; problems: readonly InvitationProblem[]; edits: Cells; onEdit: (column: Column, value: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { columnOf } = useProblemWords();
  const typed: readonly Column[] = columns.filter((column) => column !== 'distinct');
  const named = typed.filter((column) => problems.some((each) => each.column === column));
  const others = typed.filter((column) => !named.includes(column));
  const whole = problems.filter(({ column }) => columnNamed(column) === null || column === 'distinct');
  const name = row.cells['name'] ?? '';
  const title = t(name === '' ? 'inviteRow.lineNumber' : 'inviteRow.lineOf', { line: format.count(row.line), name });
  const cell = (column: Column) => (
    <TextInput
      key={column}
      label={columnOf(column)}
      value={edits[column] ?? row.cells[column] ?? ''}
      error={
        named.includes(column)
          ? problems.filter((each) => each.column === column).map((each) => (
              <span key={each.rule} className="cell-problem">
                <Why problem={each} />
              </span>
            ))
          : undefined
      }
      onChange={(event) => onEdit(column, event.currentTarget.value)}
    />
  );
  return (
    <li>
      <div role="group" aria-label={title}>
        <div className="row-line">
          <h3>{title}</h3>
          {Object.keys(edits).length > 0 && <span className="tag tag-accent">{t('inviteRow.edited')}</span>}
        </div>
        {whole.map((each) => (
          <p key={`${each.rule} ${each.column}`} className="due-late">
            <Why problem={each} />
          </p>
        ))}
        <div className="cells">{named.map(cell)}</div>
        {problems.some(({ rule }) => alike.includes(rule)) && (
          <Checkbox mt="sm" label={t('inviteRow.distinct')} checked={(edits.distinct ?? row.cells['distinct'] ?? '') !== ''} onChange={(event) => onEdit('distinct', event.currentTarget.checked ? 'yes' : '')} />
        )}
        {others.length > 0 && (
          <details className="other-cells" open={named.length === 0}>
            <summary>{t('inviteRow.otherCells', { count: others.length })}</summary>
            <div className="cells">{others.map(cell)}</div>
          </details>
        )}
      </div>
    </li>
  );
}

function useRetry(listId: string, onDone: (report: InvitationReport) => void) {
  const queries = useQueryClient();
  const attempt = useRef({ body: '', key: '' });
  return useMutation({
    mutationFn: (edits: Edits) => {
      const rows = Object.entries(edits).map(([line, cells]) => ({ line: Number(line), cells }));
      const text = JSON.stringify(rows);
      if (attempt.current.body !== text) attempt.current = { body: text, key: newRequestKey() };
      return answer(api.POST('/api/v1/onboardings/bulk/{id}/retry', { params: { path: { id: listId } }, body: { rows }, headers: { 'Idempotency-Key': attempt.current.key } }));
    },
    onSuccess: async (report) => {
      // Sent again as it is, it looks anew: what stood in the way may be gone.
      attempt.current = { body: '', key: '' };
      await Promise.all([listsKey, ['cases'], ['suppliers']].map((queryKey) => queries.invalidateQueries({ queryKey })));
      onDone(report);
    },
  });
}
