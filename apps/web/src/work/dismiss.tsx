import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, newRequestKey } from '../api/client.js';
import { Dialog } from '../ui/dialog.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { ProblemNotice } from '../ui/notice.js';
import { workKey, type Proposal } from './queries.js';

/** Deciding against a proposal, with the reason. */
export function Dismiss({ proposal, onClose, onDone }: { proposal: Proposal; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [empty, setEmpty] = useState(false);
  const dismiss = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/proposals/{id}/dismiss', {
          params: { path: { id: proposal.id } },
          body: { reason: reason.trim() },
          headers: { 'Idempotency-Key': newRequestKey() },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: workKey });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(reason.trim() === '');
    focusFirstError(event);
    if (reason.trim() !== '') dismiss.mutate();
  };
  return (
    <Dialog onClose={onClose} title={t('proposals.dismissTitle')}>
      <form className="form" onSubmit={submit} noValidate>
        <p>{t('proposals.dismissLead', { supplier: proposal.supplierName })}</p>
        {dismiss.isError && <ProblemNotice error={dismiss.error} />}
        <Textarea
          label={t('field.reason')}
          autosize
          minRows={3}
          value={reason}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
          error={empty ? t('form.required') : undefined}
        />
        <div className="form-actions">
          <Button type="submit" loading={dismiss.isPending}>
            {t('proposals.dismiss')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
