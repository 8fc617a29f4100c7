import { FileInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { Icon } from '../ui/icon.js';

/** What the API takes, by name; it looks at the bytes. */
const ACCEPTED = '.pdf,.png,.jpg,.jpeg,.docx,.xlsx,.csv,.txt';

/** Files are stored as soon as they are chosen; the command then names them by id. */
export function EvidenceFiles({ onChange }: { onChange: (ids: string[]) => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<File[]>([]);
  const store = useMutation({
    mutationFn: (files: File[]) => Promise.all(files.map(storeFile)),
    onSuccess: (stored) => onChange(stored.map((file) => file.id)),
    onError: () => setChosen([]),
  });
  const problem = store.isError ? asProblem(store.error) : null;
  const refused = problem ? [problem.message, ...problem.fields.map((field) => field.message)].join(' ') : undefined;
  return (
    <FileInput
      multiple
      clearable
      label={t('form.optional', { label: t('field.files') })}
      description={store.isPending ? t('field.filesStoring') : t('field.filesHint')}
      placeholder={t('field.chooseFiles')}
      accept={ACCEPTED}
      value={chosen}
      error={refused}
      leftSection={<Icon name="upload" />}
      clearButtonProps={{ 'aria-label': t('upload.clear') }}
      onChange={(files) => {
        setChosen(files);
        onChange([]);
        if (files.length > 0) store.mutate(files);
      }}
    />
  );
}

/** Stores a file as evidence; others name it by its id. */
export function storeFile(file: File) {
  const form = new FormData();
  form.append('file', file, file.name);
  return answer(
    api.POST('/api/v1/files', {
      body: form as never,
      // As it is: the browser writes the boundary.
      bodySerializer: (body) => body,
      headers: { 'Idempotency-Key': newRequestKey() },
    }),
  );
}
