import { Button, FileInput, NativeSelect, Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { mappings } from './queries.js';

/** Sends a file. The dry run is on at first: it tells every bad row and lands nothing. */
export function Upload() {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [mapping, setMapping] = useState<string>(mappings[0]);
  const [dryRun, setDryRun] = useState(true);
  const [missing, setMissing] = useState(false);
  const send = useSend();
  const problem = send.isError ? asProblem(send.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(file === null);
    if (file) send.mutate({ file, mapping, dryRun });
  };
  return (
    <Panel title={t('upload.title')} note={t('upload.note')}>
      <form className="form" onSubmit={submit} noValidate>
        {problem && (
          <ProblemNotice error={problem}>
            {problem.fields.map((field) => (
              <p key={field.path} className="small">
                {field.message}
              </p>
            ))}
          </ProblemNotice>
        )}
        <div className="upload-fields">
          <FileInput
            label={t('upload.file')}
            placeholder={t('upload.choose')}
            accept=".csv,text/csv"
            value={file}
            onChange={setFile}
            error={missing && file === null ? t('upload.fileMissing') : undefined}
            leftSection={<Icon name="upload" />}
            clearable
            clearButtonProps={{ 'aria-label': t('upload.clear') }}
          />
          <NativeSelect label={t('upload.mapping')} value={mapping} onChange={(event) => setMapping(event.currentTarget.value)} data={[...mappings]} />
        </div>
        <Switch checked={dryRun} onChange={(event) => setDryRun(event.currentTarget.checked)} label={t('upload.dryRun')} description={t('upload.dryRunHint')} />
        <div className="form-actions">
          <Button type="submit" loading={send.isPending}>
            {dryRun ? t('upload.try') : t('upload.send')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function useSend() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const attempt = useRef<{ file: File | null; rest: string; key: string }>({ file: null, rest: '', key: '' });
  return useMutation({
    mutationFn: ({ file, mapping, dryRun }: { file: File; mapping: string; dryRun: boolean }) => {
      const rest = `${mapping} ${dryRun}`;
      if (attempt.current.file !== file || attempt.current.rest !== rest) attempt.current = { file, rest, key: newRequestKey() };
      const form = new FormData();
      // The mapping first: the server reads the form as a stream.
      form.append('mapping', mapping);
      form.append('file', file);
      return answer(
        api.POST('/api/v1/imports', {
          params: { query: { dryRun: dryRun ? 'true' : 'false' } },
          body: form as never,
          bodySerializer: (body) => body,
          headers: { 'Idempotency-Key': attempt.current.key },
        }),
      );
    },
    onSuccess: async (started) => {
      await queries.invalidateQueries({ queryKey: ['imports'] });
      await navigate(`/imports/${started.id}`);
    },
  });
}
