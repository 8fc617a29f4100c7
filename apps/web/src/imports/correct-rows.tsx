import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { ProblemNotice } from '../ui/notice.js';
import type { ImportRow } from './queries.js';
import type { Retried } from './retried.js';
import { Rule } from './rule.js';

/** A row of the file with all that is wrong with it. */
interface WrongRow {
  readonly line: number;
  readonly problems: readonly ImportRow[];
  readonly cells: Readonly<Record<string, string>>;
}

type Edits = Readonly<Record<number, Readonly<Record<string, string>>>>;

/** Quarantined rows with their cells to correct; the changed ones go through the same cleaning again. */
export function CorrectRows({ importId, rows, onRetried }: { importId: string; rows: readonly ImportRow[]; onRetried: (retried: Retried | null) => void }) {
  const { t } = useTranslation();
  const [edits, setEdits] = useState<Edits>({});
  const [again, setAgain] = useState<ReadonlyMap<number, readonly ImportRow[]>>(new Map());
  const retry = useRetry(importId, {
    onDone: (retried, wrong) => {
      setAgain(wrong);
      // What is still wrong keeps its corrections to be corrected further.
      setEdits((old) => Object.fromEntries(Object.entries(old).filter(([line]) => wrong.has(Number(line)))));
      onRetried(retried);
    },
  });
  const wrong = wrongRows(rows);
  const changed = Object.keys(edits).length;
  const problem = retry.isError ? asProblem(retry.error) : null;
  const edit = (row: WrongRow, column: string, value: string) =>
    setEdits((old) => {
      const { [column]: _, ...rest } = old[row.line] ?? {};
      const cells = value === (row.cells[column] ?? '') ? rest : { ...rest, [column]: value };
      const { [row.line]: __, ...others } = old;
      return Object.keys(cells).length === 0 ? others : { ...others, [row.line]: cells };
    });
  const undo = () => {
    setEdits({});
    setAgain(new Map());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onRetried(null);
    retry.mutate(edits);
  };
  return (
    <form onSubmit={submit} noValidate>
      {problem && (
        <div className="panel-body">
          <ProblemNotice error={problem}>
            {problem.fields.map(({ path, message }) => (
              <p key={path} className="small" lang="en">
                {message}
              </p>
            ))}
          </ProblemNotice>
        </div>
      )}
      <ul className="plain-list rows">
        {wrong.map((row) => (
          <RowToCorrect
            key={row.line}
            row={row}
            problems={again.get(row.line) ?? row.problems}
            edits={edits[row.line] ?? {}}
            onEdit={(column, value) => edit(row, column, value)}
          />
        ))}
      </ul>
      <div className="retry-bar">
        <p role="status">{t('row.changed', { count: changed })}</p>
        <div className="form-actions">
          <Button type="submit" size="sm" disabled={changed === 0} loading={retry.isPending}>
            {t('row.retry')}
          </Button>
          {changed > 0 && (
            <Button size="sm" variant="subtle" color="gray" onClick={undo}>
              {t('row.undo')}
            </Button>
          )}
        </div>
      </div>
    </form>
  );
}

function RowToCorrect(props: {
  row: WrongRow;
  problems: readonly ImportRow[];
  edits: Readonly<Record<string, string>>;
  onEdit: (column: string, value: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { row, problems, edits } = props;
  const named = [...new Set(problems.flatMap(({ column }) => (column !== null && column in row.cells ? [column] : [])))];
  const others = Object.keys(row.cells).filter((column) => !named.includes(column));
  const whole = problems.filter(({ column }) => column === null || !(column in row.cells));
  const cell = (column: string) => (
    <TextInput
      key={column}
      label={column}
      value={edits[column] ?? row.cells[column] ?? ''}
      error={
        named.includes(column) ? (
          <>
            {problems.filter((each) => each.column === column).map((each) => (
              <span key={each.rule} className="cell-problem">
                <strong>
                  <Rule name={each.rule} />.
                </strong>{' '}
                <span lang="en">{each.hint}</span>
              </span>
            ))}
          </>
        ) : undefined
      }
      onChange={(event) => props.onEdit(column, event.currentTarget.value)}
    />
  );
  const title = t('row.lineNumber', { line: format.count(row.line) });
  return (
    <li>
      <div role="group" aria-label={title}>
        <div className="row-line">
          <h3>{title}</h3>
          {Object.keys(edits).length > 0 && <span className="tag tag-accent">{t('row.edited')}</span>}
        </div>
        {whole.map((each) => (
          <p key={`${each.rule} ${each.column}`} className="due-late">
            <Rule name={each.rule} />. <span lang="en">{each.hint}</span>
          </p>
        ))}
        <div className="cells">{named.map(cell)}</div>
        {others.length > 0 && (
          <details className="other-cells" open={named.length === 0}>
            <summary>{t('row.otherCells', { count: others.length })}</summary>
            <div className="cells">{others.map(cell)}</div>
          </details>
        )}
      </div>
    </li>
  );
}

/** The problems of one line together, in the order of the file. */
function wrongRows(rows: readonly ImportRow[]): WrongRow[] {
  const lines = new Map<number, ImportRow[]>();
  for (const row of rows) lines.set(row.line, [...(lines.get(row.line) ?? []), row]);
  return [...lines].map(([line, problems]) => ({ line, problems, cells: cellsOf(problems[0]?.raw ?? null) }));
}

function cellsOf(raw: ImportRow['raw']): Record<string, string> {
  return Object.fromEntries(Object.entries(raw ?? {}).map(([column, cell]) => [column, typeof cell === 'string' ? cell : cell === null ? '' : JSON.stringify(cell)]));
}

function useRetry(importId: string, { onDone }: { onDone: (retried: Retried, wrong: ReadonlyMap<number, readonly ImportRow[]>) => void }) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (edits: Edits) => {
      const rows = Object.entries(edits).map(([line, cells]) => ({ line: Number(line), cells }));
      const result = await answer(
        api.POST('/api/v1/imports/{id}/retry', { params: { path: { id: importId } }, body: { rows }, headers: { 'Idempotency-Key': newRequestKey() } }),
      );
      const wrong =
        result.quarantined === 0
          ? []
          : (await answer(api.GET('/api/v1/imports/{id}/rows', { params: { path: { id: result.id }, query: { status: 'quarantined', limit: 100 } } }))).items;
      return { result, wrong };
    },
    onSuccess: async ({ result, wrong }) => {
      await queries.invalidateQueries({ queryKey: ['import', importId] });
      void queries.invalidateQueries({ queryKey: ['imports'] });
      const byLine = new Map<number, ImportRow[]>();
      for (const row of wrong) byLine.set(row.line, [...(byLine.get(row.line) ?? []), row]);
      onDone({ importId: result.id, landed: result.landed + result.updated + result.unchanged + result.filtered, stillWrong: result.quarantined }, byLine);
    },
  });
}
