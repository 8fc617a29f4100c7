import { Button, Code, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '../api/problem.js';
import { useMappings } from '../imports/queries.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { bodyOf, type ConnectorDraft, type ConnectorSettings } from './connector-draft.js';

/** Address, mapping, schedule, secret and the shape of the answers of a source. */
export function ConnectorForm(props: {
  draft: ConnectorDraft;
  error: unknown;
  saving: boolean;
  saveLabel: string;
  onSave: (body: ConnectorSettings) => void;
}) {
  const { t } = useTranslation();
  const mappings = useMappings();
  const [draft, setDraft] = useState(props.draft);
  const [tried, setTried] = useState(false);
  const names = mappings.data?.items.map(({ name }) => name) ?? [];
  const mapping = draft.mapping === '' ? (names[0] ?? '') : draft.mapping;
  const problem = props.error === null ? null : asProblem(props.error);
  const errorAt = (path: string) => problem?.fields.find((field) => field.path === path)?.message;
  const lacking = (name: 'name' | 'url') => (tried && draft[name].trim() === '' ? t('form.required') : errorAt(name));
  const change = (part: Partial<ConnectorDraft>) => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    focusFirstError(event);
    if (draft.name.trim() !== '' && draft.url.trim() !== '') props.onSave(bodyOf({ ...draft, mapping }));
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      {problem && <ProblemNotice error={problem} />}
      <TextInput label={t('connector.name')} value={draft.name} error={lacking('name')} onChange={(event) => change({ name: event.currentTarget.value })} />
      <TextInput
        label={t('connector.url')}
        description={t('connector.urlHint')}
        type="url"
        inputMode="url"
        placeholder="https://erp.example.com/api/order-lines"
        value={draft.url}
        error={lacking('url')}
        onChange={(event) => change({ url: event.currentTarget.value })}
      />
      <div className="form-row">
        <NativeSelect
          label={t('upload.mapping')}
          description={t('connector.mappingHint')}
          value={mapping}
          error={errorAt('mapping')}
          onChange={(event) => change({ mapping: event.currentTarget.value })}
          data={names.includes(mapping) || mapping === '' ? names : [mapping, ...names]}
        />
        <NumberInput
          label={t('connector.everyMinutes')}
          description={t('connector.everyHint')}
          min={1}
          max={10_080}
          allowDecimal={false}
          value={draft.everyMinutes}
          error={errorAt('everyMinutes')}
          onChange={(value) => change({ everyMinutes: String(value) })}
        />
      </div>
      <TextInput
        label={t('form.optional', { label: t('connector.secretName') })}
        description={t('connector.secretHint')}
        placeholder="ERP"
        maw={420}
        value={draft.secretName}
        error={errorAt('secretName')}
        onChange={(event) => change({ secretName: event.currentTarget.value.toUpperCase() })}
      />
      {draft.secretName.trim() !== '' && (
        <Notice>
          <p>{t('connector.secretVariable')}</p>
          <p>
            <Code>{`STEWARD_CONNECTOR_SECRET_${draft.secretName.trim()}`}</Code>
          </p>
        </Notice>
      )}
      <ShapeFields draft={draft} errorAt={errorAt} onChange={change} />
      <div className="form-actions">
        <Button type="submit" loading={props.saving}>
          {props.saveLabel}
        </Button>
      </div>
    </form>
  );
}

function ShapeFields(props: { draft: ConnectorDraft; errorAt: (path: string) => string | undefined; onChange: (part: Partial<ConnectorDraft>) => void }) {
  const { t } = useTranslation();
  const { draft, errorAt, onChange } = props;
  const text = (name: 'rows' | 'nextParameter' | 'nextPath' | 'limitParameter' | 'limit' | 'sinceParameter' | 'sincePath', path: string) => (
    <TextInput
      key={name}
      label={t(`connector.${name}`)}
      description={name === 'rows' ? t('connector.rowsHint', { example: 'data.items' }) : t(`connector.${name}Hint`)}
      value={draft[name]}
      error={errorAt(path)}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <fieldset className="shape-fields">
      <legend>{t('connector.shape')}</legend>
      {text('rows', 'shape.rows')}
      <NativeSelect
        label={t('connector.next')}
        value={draft.nextBy}
        onChange={(event) => onChange({ nextBy: event.currentTarget.value as ConnectorDraft['nextBy'] })}
        data={(['none', 'cursor', 'link', 'offset'] as const).map((value) => ({ value, label: t(`connector.next.${value}`) }))}
      />
      <div className="form-row">
        {['cursor', 'offset'].includes(draft.nextBy) && text('nextParameter', 'shape.next.parameter')}
        {['cursor', 'link'].includes(draft.nextBy) && text('nextPath', 'shape.next.path')}
        {draft.nextBy === 'offset' && [text('limitParameter', 'shape.next.limitParameter'), text('limit', 'shape.next.limit')]}
      </div>
      <NativeSelect
        label={t('connector.since')}
        value={draft.sinceFrom}
        onChange={(event) => onChange({ sinceFrom: event.currentTarget.value as ConnectorDraft['sinceFrom'] })}
        data={[
          { value: '', label: t('connector.since.none') },
          { value: 'rows', label: t('connector.since.rows') },
          { value: 'answer', label: t('connector.since.answer') },
        ]}
      />
      {draft.sinceFrom !== '' && (
        <div className="form-row">
          {text('sinceParameter', 'shape.since.parameter')}
          {text('sincePath', 'shape.since.path')}
        </div>
      )}
    </fieldset>
  );
}
