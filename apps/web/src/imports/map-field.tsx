import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Field, SupplierField } from './kinds.js';
import type { Choice } from './mapping-draft.js';
import type { Suggestion } from './queries.js';

/** Value of the select for a text that is the same in every row; no column is called so. */
const CONSTANT = '\u0000constant';

/** Where one field comes from: the guess, the other columns, or the same text in every row. */
export function MapField(props: {
  field: Field | SupplierField;
  needed: boolean;
  columns: Suggestion['columns'];
  choice: Choice;
  error: string | undefined;
  onChange: (choice: Choice) => void;
}) {
  const { t } = useTranslation();
  const { field, choice, columns } = props;
  const label = t(`factField.${field}`);
  const column = choice?.by === 'column' ? columns.find(({ name }) => name === choice.column) : undefined;
  const isGuess = column?.guess?.field === field;
  const change = (value: string) => {
    if (value === '') props.onChange(null);
    else props.onChange(value === CONSTANT ? { by: 'constant', text: '' } : { by: 'column', column: value });
  };
  return (
    <div className="mapping-field">
      <NativeSelect
        label={props.needed ? label : t('form.optional', { label })}
        value={choice === null ? '' : choice.by === 'constant' ? CONSTANT : choice.column}
        error={choice?.by === 'constant' ? undefined : props.error}
        aria-required={props.needed}
        onChange={(event) => change(event.currentTarget.value)}
        data={[{ value: '', label: t('mapping.nowhere') }, ...columns.map(({ name }) => ({ value: name, label: name })), { value: CONSTANT, label: t('mapping.constant') }]}
      />
      {choice?.by === 'constant' ? (
        <TextInput
          label={t('mapping.constantOf', { field: label })}
          value={choice.text}
          error={props.error}
          onChange={(event) => props.onChange({ by: 'constant', text: event.currentTarget.value })}
        />
      ) : (
        <p className="small soft mapping-samples">
          {column && column.samples.length > 0 && <span className="mono">{column.samples.join(' · ')}</span>}
          {column && isGuess && <span>{(column.guess?.confidence ?? 0) >= 1 ? t('mapping.sure') : t('mapping.similar')}</span>}
        </p>
      )}
    </div>
  );
}
