import { NativeSelect, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSupplier, useSuppliers } from './queries.js';

/** Another supplier than the given one, found by a part of its name; the value is its id. */
export function ChooseSupplier({ except, label, value, error, onChange }: { except: string; label: string; value: string; error: string | undefined; onChange: (id: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const found = useSuppliers({ q, status: '', segment: '', grade: '' }).data?.pages.flatMap(({ items }) => items) ?? [];
  const others = found.filter(({ id }) => id !== except);
  return (
    <Stack gap="xs">
      <TextInput
        type="search"
        label={t('field.search')}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          onChange('');
        }}
      />
      <NativeSelect label={label} value={value} error={error} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="" />
        {value !== '' && !others.some(({ id }) => id === value) && <Chosen id={value} />}
        {others.map(({ id, name, code }) => (
          <option key={id} value={id}>
            {name} ({code})
          </option>
        ))}
      </NativeSelect>
    </Stack>
  );
}

/** One that was chosen before and is not among those that were found. */
function Chosen({ id }: { id: string }) {
  return <option value={id}>{useSupplier(id).data?.name ?? '…'}</option>;
}
