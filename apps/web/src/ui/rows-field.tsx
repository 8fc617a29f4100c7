import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DialogField, Filling } from './form-dialog.js';
import { typedNumber } from './typed-number.js';

/** A cell of each row; its name is that of the request's body. */
export interface RowColumn {
  readonly name: string;
  readonly label: string;
  readonly kind: 'line' | 'number' | 'date' | 'month' | 'select';
  readonly options?: readonly { value: string; label: string }[];
  readonly optional?: boolean;
  readonly initial?: string;
  /** It takes twice the room, where there is room. */
  readonly wide?: boolean;
  /** Whether it is asked for in a row; absent: always. */
  readonly when?: (row: Row) => boolean;
}

/** What stands in a row, by the name of the column. */
export type Row = Readonly<Record<string, string>>;

/** A field of a short form that holds rows. What is filled in is JSON; see {@link rowsIn}. */
export function rowsField(given: Pick<DialogField, 'name' | 'label' | 'hint' | 'optional'> & { columns: readonly RowColumn[]; add: string; most: number; initial?: readonly Row[] }): DialogField {
  const { columns, add, most, initial = [], ...field } = given;
  return {
    ...field,
    kind: 'own',
    initial: rowsOut(initial),
    lacks: (value) => rowsIn(value).some((row) => columns.some((column) => lacking(column, row) !== null)),
    input: (filling) => <Rows {...filling} hint={given.hint} columns={columns} add={add} most={most} />,
  };
}

/** The rows of a field as they were filled in. */
export function rowsIn(value: string | undefined): Row[] {
  return value ? (JSON.parse(value) as Row[]) : [];
}

function rowsOut(rows: readonly Row[]): string {
  return rows.length === 0 ? '' : JSON.stringify(rows);
}

function lacking({ name, kind, optional, when }: RowColumn, row: Row): 'form.required' | 'form.number' | null {
  const text = (row[name] ?? '').trim();
  if (when?.(row) === false) return null;
  if (text === '') return optional ? null : 'form.required';
  return kind === 'number' && !(typedNumber(text) >= 0) ? 'form.number' : null;
}

function Rows({ label, hint, value, error, faults, checked, columns, add, most, onChange }: Filling & { hint: string | undefined; columns: readonly RowColumn[]; add: string; most: number }) {
  const { t } = useTranslation();
  const rows = rowsIn(value);
  const change = (at: number, name: string, text: string) => onChange(rowsOut(rows.map((row, each) => (each === at ? { ...row, [name]: text } : row))));
  const errorOf = (column: RowColumn, at: number) => {
    const lack = checked ? lacking(column, rows[at] ?? {}) : null;
    return lack ? t(lack) : faults.find(({ path }) => path === `${at}.${column.name}`)?.message;
  };
  return (
    <fieldset className="rows-field">
      <legend>{label}</legend>
      {hint && <p className="small soft">{hint}</p>}
      {error && rows.length === 0 && (
        <p className="small due-late" role="alert">
          {error}
        </p>
      )}
      {rows.map((row, at) => (
        // A row has no other name than its place.
        <div key={at} className="rows-field-row" role="group" aria-label={t('form.row', { number: at + 1 })}>
          {columns
            .filter(({ when }) => when?.(row) ?? true)
            .map((column) => (
              <div key={column.name} className={column.wide ? 'rows-field-wide' : undefined}>
                <Cell column={column} value={row[column.name] ?? ''} error={errorOf(column, at)} onChange={(text) => change(at, column.name, text)} />
              </div>
            ))}
          {faults
            .filter(({ path }) => path === String(at))
            .map(({ message }) => (
              <p key={message} className="small due-late" role="alert">
                {message}
              </p>
            ))}
          <Button className="rows-field-remove" size="compact-sm" variant="subtle" color="gray" onClick={() => onChange(rowsOut(rows.filter((_, each) => each !== at)))}>
            {t('form.removeRow')}
            <span className="quiet">: {t('form.row', { number: at + 1 })}</span>
          </Button>
        </div>
      ))}
      {rows.length < most && (
        <Button size="compact-sm" variant="default" onClick={() => onChange(rowsOut([...rows, nextRow(columns, rows.at(-1))]))}>
          {add}
        </Button>
      )}
    </fieldset>
  );
}

/** Choices are mostly those of the row before; what is written is new. */
function nextRow(columns: readonly RowColumn[], before: Row | undefined): Row {
  return Object.fromEntries(columns.map(({ name, kind, initial = '' }) => [name, kind === 'select' ? (before?.[name] ?? initial) : initial]));
}

function Cell({ column, value, error, onChange }: { column: RowColumn; value: string; error: string | undefined; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  const label = column.optional ? t('form.optional', { label: column.label }) : column.label;
  if (column.kind === 'select') return <NativeSelect size="sm" label={label} value={value} error={error} data={[...(column.options ?? [])]} onChange={(event) => onChange(event.currentTarget.value)} />;
  const type = column.kind === 'date' || column.kind === 'month' ? column.kind : 'text';
  return <TextInput size="sm" label={label} type={type} value={value} error={error} {...(column.kind === 'number' ? { inputMode: 'decimal' as const } : {})} onChange={(event) => onChange(event.currentTarget.value)} />;
}
