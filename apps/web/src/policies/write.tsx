import { Button, FileButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { api, newRequestKey, taggedAnswer } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { Waiting } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Page, Panel } from '../ui/page.js';
import { DocumentEditor } from './document-editor.js';
import { policiesKey, policyKey, useDocumentText, usePolicies, type Policy } from './queries.js';

/** A new draft, begun from a version's document: the one named in the address, else the newest. */
export function NewPolicy() {
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const policies = usePolicies();
  const asked = versionIn(parameters.get('from'));
  const from = asked ?? policies.data?.pages[0]?.items.find(({ status }) => status === 'published')?.version ?? null;
  const known = asked !== null || policies.isSuccess;
  return (
    <Page
      title={t('policies.new')}
      back={{ to: '/policies', label: t('policies.title') }}
      lead={from === null ? t('editor.leadEmpty') : t('editor.leadFrom', { version: from })}
    >
      {policies.isError && <ProblemNotice error={policies.error} onRetry={() => void policies.refetch()} />}
      {known ? <Write key={from} from={from} replaces={null} /> : <Waiting />}
    </Page>
  );
}

/** Another document in the place of a draft. */
export function EditPolicy() {
  const { t } = useTranslation();
  const version = versionIn(useParams()['version'] ?? null) ?? 0;
  return (
    <Page title={t('editor.editTitle', { version })} back={{ to: `/policies/${version}`, label: t('editor.backTo', { version }) }} lead={t('editor.leadEdit')}>
      <Write from={version} replaces={version} />
    </Page>
  );
}

function versionIn(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function Write({ from, replaces }: { from: number | null; replaces: number | null }) {
  const { t } = useTranslation();
  const source = useDocumentText(from);
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? source.data?.text ?? '';
  const save = useSave(replaces, source.data?.etag ?? null);
  const problem = save.isError ? asProblem(save.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(text);
  };
  if (source.isError) return <ProblemNotice error={source.error} onRetry={() => void source.refetch()} />;
  if (from !== null && source.isPending) return <Waiting lines={12} />;
  return (
    <Panel
      title={t('editor.title')}
      note={t('editor.note', { format: formatOf(text) === 'json' ? 'JSON' : 'YAML' })}
      actions={
        <FileButton accept=".yaml,.yml,.json,application/yaml,application/json" onChange={(file) => void file?.text().then(setDraft)} inputProps={{ 'aria-label': t('editor.upload') }}>
          {(button) => (
            <Button {...button} variant="default" size="sm" leftSection={<Icon name="upload" size={14} />}>
              {t('editor.upload')}
            </Button>
          )}
        </FileButton>
      }
    >
      <form className="form" onSubmit={submit} noValidate>
        {problem?.code === 'stale' ? (
          <Notice tone="warn" icon="alert" role="alert">
            <p>{t('editor.stale')}</p>
            <p>
              <Link to={`/policies/${replaces ?? 0}`}>{t('editor.seeNewest')}</Link>
            </p>
          </Notice>
        ) : (
          problem && problem.fields.length === 0 && <ProblemNotice error={problem} />
        )}
        <DocumentEditor label={t('editor.label')} text={text} onChange={setDraft} problem={problem} />
        <div className="form-actions">
          <Button type="submit" loading={save.isPending} disabled={text.trim() === ''}>
            {replaces === null ? t('editor.create') : t('editor.save')}
          </Button>
          <Button variant="subtle" color="gray" component={Link} to={replaces === null ? '/policies' : `/policies/${replaces}`}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

/** A text that begins with a brace is JSON; everything else is read as YAML. */
function formatOf(text: string): 'json' | 'yaml' {
  return text.trimStart().startsWith('{') ? 'json' : 'yaml';
}

function useSave(replaces: number | null, etag: string | null) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const attempt = useRef({ text: '', key: '' });
  return useMutation({
    mutationFn: (text: string) => {
      if (attempt.current.text !== text) attempt.current = { text, key: newRequestKey() };
      const body = { body: text as never, bodySerializer: (as: unknown) => as as string };
      const type = { 'Content-Type': `application/${formatOf(text)}` };
      return replaces === null
        ? taggedAnswer(api.POST('/api/v1/policies', { ...body, headers: { ...type, 'Idempotency-Key': attempt.current.key } }))
        : taggedAnswer(
            api.PUT('/api/v1/policies/{version}', { ...body, params: { path: { version: replaces } }, headers: { ...type, ...(etag === null ? {} : { 'If-Match': etag }) } }),
          );
    },
    onSuccess: async ({ data, etag: newTag, status }: { data: Policy; etag: string | null; status: number }) => {
      queries.removeQueries({ queryKey: policyKey(data.version) });
      queries.setQueryData(policyKey(data.version), { data, etag: newTag, status });
      void queries.invalidateQueries({ queryKey: policiesKey });
      await navigate(`/policies/${data.version}`);
    },
  });
}
