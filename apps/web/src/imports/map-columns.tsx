import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { Waiting } from '../ui/data-table.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { ProblemNotice } from '../ui/notice.js';
import { FirstRows } from './first-rows.js';
import { factKinds, fieldsOf, supplierFollows, withoutSupplier, type Field, type SupplierField } from './kinds.js';
import { MapField } from './map-field.js';
import { chosen, documentOf, draftOf, missingIn, type MappingDraft } from './mapping-draft.js';
import { mappingsKey, type FactKind, type Suggestion } from './queries.js';
import { HowWritten, NewSuppliers } from './writing.js';

const NAME = /^[a-z0-9][a-z0-9-]{0,99}$/;

/** Makes a mapping from a file: the server guesses, a person corrects, the mapping is remembered under a name. */
export function MapColumns({ file, onSaved, onClose }: { file: File; onSaved: (name: string) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<FactKind | null>(null);
  const suggestion = useSuggestion(file, kind);
  return (
    <section className="mapping" aria-label={t('mapping.title')}>
      <h3>{t('mapping.title')}</h3>
      <p className="soft">{t('mapping.lead')}</p>
      {suggestion.isPending && <Waiting />}
      {suggestion.isError && (
        <ProblemNotice error={suggestion.error} onRetry={() => void suggestion.refetch()}>
          {asProblem(suggestion.error).fields.map(({ path, message }) => (
            <p key={path} className="small" lang="en">
              {message}
            </p>
          ))}
        </ProblemNotice>
      )}
      {suggestion.isSuccess && <MapForm key={suggestion.data.kind} suggestion={suggestion.data} onKind={setKind} onSaved={onSaved} onClose={onClose} />}
    </section>
  );
}

function useSuggestion(file: File, kind: FactKind | null) {
  return useQuery({
    queryKey: ['mapping-suggestion', file.name, file.size, file.lastModified, kind],
    staleTime: Infinity,
    retry: false,
    queryFn: () => {
      const form = new FormData();
      form.append('file', file);
      return answer(api.POST('/api/v1/mappings/suggest', { params: { query: kind === null ? {} : { kind } }, body: form as never, bodySerializer: (body) => body }));
    },
  });
}

function MapForm(props: { suggestion: Suggestion; onKind: (kind: FactKind) => void; onSaved: (name: string) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const { suggestion } = props;
  const [draft, setDraft] = useState<MappingDraft>(() => draftOf(suggestion));
  const [tried, setTried] = useState(false);
  const save = useSave(props.onSaved);
  const change = (part: Partial<MappingDraft>) => setDraft({ ...draft, ...part });
  const missing = missingIn(draft);
  const nameWrong = !NAME.test(draft.name.trim());
  const problem = save.isError ? asProblem(save.error) : null;
  const errorOf = (field: Field | SupplierField): string | undefined => {
    if (tried && missing.includes(field)) return t('mapping.needed');
    const said = problem?.fields.find(({ path }) => path === `facts.0.values.${field}` || path.startsWith(`facts.0.values.${field}.`));
    return said?.message;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing.length > 0 || nameWrong) focusFirstError(event);
    else save.mutate(documentOf(draft, suggestion.mapping));
  };
  const { needed, further } = fieldsOf[draft.kind];
  const field = (name: Field | SupplierField, isNeeded: boolean) => (
    <MapField
      key={name}
      field={name}
      needed={isNeeded}
      columns={suggestion.columns}
      choice={draft.choices[name] ?? null}
      error={errorOf(name)}
      onChange={(choice) => setDraft(chosen(draft, name, choice, suggestion.columns))}
    />
  );
  const used = new Set(Object.values(draft.choices).flatMap((choice) => (choice?.by === 'column' ? [choice.column] : [])));
  return (
    <form className="form" onSubmit={submit} noValidate>
      <FirstRows suggestion={suggestion} used={used} />
      <NativeSelect
        label={t('mapping.kind')}
        description={t('mapping.kindHint')}
        maw={420}
        value={draft.kind}
        onChange={(event) => props.onKind(event.currentTarget.value as FactKind)}
        data={factKinds.map((value) => ({ value, label: t(`factKind.${value}`) }))}
      />
      <fieldset className="mapping-fields">
        <legend>{t('mapping.neededFields')}</legend>
        {!withoutSupplier.includes(draft.kind) && (
          <>
            {field('supplierCode', !supplierFollows.includes(draft.kind))}
            {field('supplierName', false)}
          </>
        )}
        {needed.map((name) => field(name, true))}
      </fieldset>
      <fieldset className="mapping-fields">
        <legend>{t('mapping.furtherFields')}</legend>
        {further.map((name) => field(name, false))}
      </fieldset>
      {!withoutSupplier.includes(draft.kind) && <NewSuppliers draft={draft} onChange={change} />}
      <HowWritten draft={draft} onChange={change} error={problem?.fields.find(({ path }) => path.startsWith('dates'))?.message} />
      <TextInput
        label={t('mapping.name')}
        description={t('mapping.nameHint')}
        maw={420}
        value={draft.name}
        error={tried && nameWrong ? t('mapping.nameWrong') : problem?.fields.find(({ path }) => path === 'name')?.message}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      {problem && (
        <ProblemNotice error={problem}>
          {problem.fields.map(({ path, message }) => (
            <p key={`${path} ${message}`} className="small" lang="en">
              <span className="mono">{path}</span> {message}
            </p>
          ))}
        </ProblemNotice>
      )}
      <div className="form-actions">
        <Button type="submit" loading={save.isPending}>
          {t('mapping.save')}
        </Button>
        <Button variant="subtle" color="gray" onClick={props.onClose}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}

function useSave(onSaved: (name: string) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (document: ReturnType<typeof documentOf>) => answer(api.POST('/api/v1/mappings', { body: document, headers: { 'Idempotency-Key': newRequestKey() } })),
    onSuccess: async ({ name }) => {
      await queries.invalidateQueries({ queryKey: mappingsKey });
      onSaved(name);
    },
  });
}
