import { Button, FileInput, NativeSelect, Switch } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useMay } from '../session/me.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { Icon } from '../ui/icon.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { MapColumns } from './map-columns.js';
import { useMappings } from './queries.js';
import { useSend } from './use-send.js';

/** Where the mapping of the last file is kept. */
const REMEMBERED = 'steward-mapping';

/** Sends a file through a mapping: a known one, or one made here from the file's own columns. The dry run is on at first. */
export function Upload() {
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const mappings = useMappings();
  const [file, setFile] = useState<File | null>(null);
  const [chosen, setChosen] = useState<string | null>(parameters.get('mapping') ?? remembered());
  const [dryRun, setDryRun] = useState(true);
  const [missing, setMissing] = useState(false);
  const [mapFile, setMapFile] = useState<File | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const mayMap = useMay('mappings:write');
  const send = useSend();
  const names = mappings.data?.items.map(({ name }) => name) ?? [];
  // Nobody's first mapping is everybody's: what was not chosen once is asked for.
  const mapping = chosen !== null && names.includes(chosen) ? chosen : '';
  const problem = send.isError ? asProblem(send.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(file === null);
    if (file === null) return focusFirstError(event);
    remember(mapping);
    send.mutate({ file, mapping, dryRun });
  };
  const map = () => {
    setMissing(file === null);
    setSaved(null);
    setMapFile(file);
  };
  return (
    <Panel title={t('upload.title')} note={t('upload.note')}>
      <form className="form" onSubmit={submit} noValidate>
        {problem && (
          <ProblemNotice error={problem}>
            {problem.fields.map((field) => (
              <p key={field.path} className="small" lang="en">
                {field.message}
              </p>
            ))}
          </ProblemNotice>
        )}
        {mappings.isError && <ProblemNotice error={mappings.error} onRetry={() => void mappings.refetch()} />}
        <div className="upload-fields">
          <FileInput
            label={t('upload.file')}
            placeholder={t('upload.choose')}
            accept=".csv,text/csv,.xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            value={file}
            onChange={(next) => {
              setFile(next);
              setMapFile(null);
            }}
            error={missing && file === null ? t('upload.fileMissing') : undefined}
            leftSection={<Icon name="upload" />}
            clearable
            clearButtonProps={{ 'aria-label': t('upload.clear') }}
          />
          <NativeSelect label={t('upload.mapping')} value={mapping} onChange={(event) => setChosen(event.currentTarget.value)} data={[{ value: '', label: t('upload.chooseMapping') }, ...names]} />
          {mayMap && (
            <Button variant="default" className="upload-map" onClick={map} aria-expanded={mapFile !== null}>
              {t('upload.map')}
            </Button>
          )}
        </div>
        <div role="status">
          {saved !== null && (
            <Notice tone="good" icon="check">
              <p>{t('mapping.saved', { name: saved })}</p>
            </Notice>
          )}
        </div>
        {mapFile === null && (
          <>
            <Switch checked={dryRun} onChange={(event) => setDryRun(event.currentTarget.checked)} label={t('upload.dryRun')} description={t('upload.dryRunHint')} />
            <div className="form-actions">
              <Button type="submit" loading={send.isPending} disabled={mapping === ''}>
                {dryRun ? t('upload.try') : t('upload.send')}
              </Button>
            </div>
          </>
        )}
      </form>
      {mapFile !== null && (
        <MapColumns
          file={mapFile}
          onClose={() => setMapFile(null)}
          onSaved={(name) => {
            setChosen(name);
            setSaved(name);
            setMapFile(null);
          }}
        />
      )}
    </Panel>
  );
}

function remembered(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

function remember(mapping: string): void {
  try {
    localStorage.setItem(REMEMBERED, mapping);
  } catch {
    // Without storage it is asked for again next time.
  }
}
