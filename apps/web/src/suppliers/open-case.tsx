import { Button, Checkbox, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { usePeople } from '../people/queries.js';
import { useMay, useMe } from '../session/me.js';
import { Dialog } from '../ui/dialog.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { ProblemNotice } from '../ui/notice.js';
import { useIndicatorCatalogue, useIndicatorTitle } from './indicator-words.js';
import type { Supplier } from './queries.js';

type Draft = Record<'severity' | 'title' | 'description' | 'indicator', string>;
const severities = ['critical', 'major', 'minor'] as const;
/** What is watched unless said otherwise. */
const WATCHED = 'onTimeDelivery';

/** Opens a rectification by hand. The supplier gets the opening mail at once. */
export function OpenCase({ supplier, onClose }: { supplier: Supplier; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>({ severity: 'major', title: '', description: '', indicator: WATCHED });
  const [confidential, setConfidential] = useState(false);
  const [readers, setReaders] = useState<string[]>([]);
  const [checked, setChecked] = useState(false);
  const key = useRef(newRequestKey());
  const open = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/rectifications', {
          body: {
            supplierId: supplier.id,
            severity: draft.severity as 'major',
            title: draft.title.trim(),
            description: draft.description.trim(),
            ...(draft.indicator === WATCHED ? {} : { indicator: draft.indicator }),
            ...(confidential ? { confidential, readers } : {}),
          },
          headers: { 'Idempotency-Key': key.current },
        }),
      ),
    onSuccess: async (opened) => {
      await queries.invalidateQueries({ queryKey: ['cases'] });
      await navigate(`/cases/${opened.id}`);
    },
  });
  const problem = open.isError ? asProblem(open.error) : null;
  const errorOf = (name: keyof Draft) => {
    if (checked && draft[name].trim() === '') return t('form.required');
    return problem?.fields.find(({ path }) => path === name)?.message;
  };
  const set = (name: keyof Draft, value: string) => {
    setDraft({ ...draft, [name]: value });
    key.current = newRequestKey();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    focusFirstError(event);
    if (draft.title.trim() !== '' && draft.description.trim() !== '') open.mutate();
  };
  return (
    <Dialog onClose={onClose} title={t('openCase.title')} size="lg">
      <form className="form" onSubmit={submit} noValidate>
        <p className="soft">{supplier.contacts.length > 0 ? t('openCase.lead', { supplier: supplier.name }) : t('openCase.leadNoContact', { supplier: supplier.name })}</p>
        {problem && (
          <ProblemNotice error={problem}>
            {problem.runningId && (
              <p>
                <Link to={`/cases/${problem.runningId}`}>{t('openCase.running')}</Link>
              </p>
            )}
          </ProblemNotice>
        )}
        <TextInput label={t('openCase.what')} description={t('openCase.whatHint')} value={draft.title} error={errorOf('title')} maxLength={200} data-autofocus onChange={(event) => set('title', event.currentTarget.value)} />
        <Radio.Group label={t('case.severity')} value={draft.severity} onChange={(value) => set('severity', value)}>
          <Stack gap="xs" mt="xs">
            {severities.map((severity) => (
              <Radio key={severity} value={severity} label={t(`severity.${severity}`)} description={t(`severityHint.${severity}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea label={t('openCase.description')} description={t('openCase.descriptionHint')} autosize minRows={4} maxRows={14} value={draft.description} error={errorOf('description')} onChange={(event) => set('description', event.currentTarget.value)} />
        <Watched value={draft.indicator} error={errorOf('indicator')} onChange={(value) => set('indicator', value)} />
        <Checkbox
          label={t('openCase.confidential')}
          description={t('openCase.confidentialHint')}
          checked={confidential}
          onChange={(event) => {
            setConfidential(event.currentTarget.checked);
            key.current = newRequestKey();
          }}
        />
        {confidential && (
          <Readers
            value={readers}
            onChange={(value) => {
              setReaders(value);
              key.current = newRequestKey();
            }}
          />
        )}
        <div className="form-actions">
          <Button type="submit" loading={open.isPending}>
            {t('openCase.send')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Watched({ value, error, onChange }: { value: string; error: string | undefined; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const titleOf = useIndicatorTitle();
  const names = useIndicatorCatalogue().data?.items.map(({ indicator }) => indicator) ?? [];
  const options = (names.includes(value) ? names : [value, ...names]).map((name) => ({ value: name, label: titleOf(name) }));
  return <NativeSelect label={t('openCase.watched')} description={t('openCase.watchedHint')} value={value} error={error} data={options} onChange={(event) => onChange(event.currentTarget.value)} />;
}

/** Who else may see a confidential case. */
function Readers({ value, onChange }: { value: string[]; onChange: (value: string[]) => void }) {
  const { t } = useTranslation();
  const me = useMe().data;
  const people = usePeople(useMay('people:read')).data?.pages.flatMap((page) => page.items) ?? [];
  const others = people.filter(({ active, email }) => active && email !== me?.email);
  return (
    <Checkbox.Group label={t('openCase.readers')} value={value} onChange={onChange}>
      <div className="checks">
        {others.map(({ id, name }) => (
          <Checkbox key={id} value={id} label={name} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
