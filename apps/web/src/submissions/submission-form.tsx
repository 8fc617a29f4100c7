import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { EvidenceFiles } from '../cases/evidence-files.js';
import { Dialog } from '../ui/dialog.js';
import { ProblemNotice } from '../ui/notice.js';
import { submissionKinds, submissionsKey, type NewSubmission } from './queries.js';

const figureNames = ['lot', 'lineExternalId', 'inspectedQuantity', 'rejectedQuantity', 'concessionQuantity', 'defectType'] as const;
type Figures = Readonly<Record<(typeof figureNames)[number] | 'inspectedOn', string>>;
const noFigures: Figures = { inspectedOn: '', lot: '', lineExternalId: '', inspectedQuantity: '', rejectedQuantity: '', concessionQuantity: '', defectType: '' };

interface Draft {
  readonly kind: NewSubmission['kind'];
  readonly text: string;
  readonly files: readonly string[];
  readonly figures: Figures;
  /** Who sent it; empty when nobody in particular did. */
  readonly contactId: string;
}

/** Hands in for a supplier what it gave by telephone, on paper or in person; somebody else then accepts it. */
export function SubmissionForm(props: {
  supplierId: string;
  supplierName: string;
  contacts: readonly { readonly id: string; readonly name: string }[];
  onClose: () => void;
}) {
  const { supplierId, supplierName, contacts, onClose } = props;
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>({ kind: 'progressReport', text: '', files: [], figures: noFigures, contactId: '' });
  const send = useSubmit(supplierId);
  const problem = send.isError ? asProblem(send.error) : null;
  const errorAt = (path: string) => problem?.fields.find((field) => field.path === path)?.message;
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate(bodyOf(draft));
  };
  const figure = (name: keyof Figures) => (
    <TextInput
      key={name}
      type={name === 'inspectedOn' ? 'date' : 'text'}
      inputMode={name.endsWith('Quantity') ? 'decimal' : undefined}
      label={name === 'inspectedOn' || name === 'inspectedQuantity' ? t(`factField.${name}`) : t('form.optional', { label: t(`factField.${name}`) })}
      value={draft.figures[name]}
      error={errorAt(`figures.${name}`)}
      onChange={(event) => change({ figures: { ...draft.figures, [name]: event.currentTarget.value } })}
    />
  );
  return (
    <Dialog title={t('submission.new')} onClose={onClose} size="lg">
      <form className="form" onSubmit={submit} noValidate>
        <p>{t('submission.newLead', { supplier: supplierName })}</p>
        {problem && (
          <ProblemNotice error={problem}>
            {errorAt('figures') !== undefined && (
              <p className="small" lang="en">
                {errorAt('figures')}
              </p>
            )}
          </ProblemNotice>
        )}
        <NativeSelect
          label={t('submission.what')}
          value={draft.kind}
          onChange={(event) => change({ kind: event.currentTarget.value as Draft['kind'] })}
          data={submissionKinds.map((value) => ({ value, label: t(`submissionKind.${value}`) }))}
        />
        <Textarea label={t('submission.text')} autosize minRows={3} maxRows={14} value={draft.text} error={errorAt('text')} onChange={(event) => change({ text: event.currentTarget.value })} />
        {draft.kind === 'inspectionReport' && (
          <fieldset className="mapping-fields">
            <legend>{t('submission.figures')}</legend>
            {figure('inspectedOn')}
            {figureNames.map(figure)}
          </fieldset>
        )}
        {contacts.length > 0 && (
          <NativeSelect
            label={t('form.optional', { label: t('submission.contact') })}
            description={t('submission.contactHint')}
            value={draft.contactId}
            error={errorAt('contactId')}
            onChange={(event) => change({ contactId: event.currentTarget.value })}
            data={[{ value: '', label: '–' }, ...contacts.map(({ id, name }) => ({ value: id, label: name }))]}
          />
        )}
        <EvidenceFiles onChange={(files) => change({ files })} />
        {errorAt('files') !== undefined && (
          <p className="due-late" lang="en">
            {errorAt('files')}
          </p>
        )}
        <div className="form-actions">
          <Button type="submit" loading={send.isPending}>
            {t('submission.send')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function bodyOf({ kind, text, files, figures, contactId }: Draft): NewSubmission {
  const given = figures.inspectedOn !== '' || figures.inspectedQuantity.trim() !== '';
  const orNull = (value: string) => (value.trim() === '' ? null : value.trim());
  return {
    kind,
    text: text.trim(),
    files: [...files],
    contactId: contactId === '' ? null : contactId,
    figures:
      kind === 'inspectionReport' && given
        ? {
            inspectedOn: figures.inspectedOn,
            inspectedQuantity: figures.inspectedQuantity.trim(),
            rejectedQuantity: orNull(figures.rejectedQuantity) ?? '0',
            concessionQuantity: orNull(figures.concessionQuantity) ?? '0',
            lot: orNull(figures.lot),
            lineExternalId: orNull(figures.lineExternalId),
            defectType: orNull(figures.defectType),
          }
        : null,
  };
}

function useSubmit(supplierId: string) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const attempt = useRef({ body: '', key: '' });
  return useMutation({
    mutationFn: (body: NewSubmission) => {
      const text = JSON.stringify(body);
      if (attempt.current.body !== text) attempt.current = { body: text, key: newRequestKey() };
      return answer(
        api.POST('/api/v1/suppliers/{id}/submissions', { params: { path: { id: supplierId } }, body, headers: { 'Idempotency-Key': attempt.current.key } }),
      );
    },
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: submissionsKey });
      await navigate(`/submissions/${id}`);
    },
  });
}
