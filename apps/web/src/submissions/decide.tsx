import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, newRequestKey } from '../api/client.js';
import { useMay, useMe } from '../session/me.js';
import { Dialog } from '../ui/dialog.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { submissionKey, submissionsKey, type Submission } from './queries.js';

/** Accepting a submission, which becomes a fact, or returning it with a reason. */
export function Decide({ one }: { one: Submission }) {
  const { t } = useTranslation();
  const me = useMe();
  const mayDecide = useMay('submissions:decide');
  const [returning, setReturning] = useState(false);
  const decide = useDecide(one);
  if (!mayDecide) {
    return (
      <Notice icon="clock">
        <p>{t('submission.waits')}</p>
      </Notice>
    );
  }
  const own = me.data?.id === one.submittedBy;
  return (
    <Panel title={t('submission.decide')} note={t('submission.decideNote')}>
      <div className="form">
        {own && (
          <Notice>
            <p>{t('submission.own')}</p>
          </Notice>
        )}
        {decide.isError && !returning && <ProblemNotice error={decide.error} />}
        <div className="form-actions">
          <Button onClick={() => decide.mutate(null)} loading={decide.isPending && decide.variables === null} disabled={own}>
            {t('submission.accept')}
          </Button>
          <Button variant="default" onClick={() => setReturning(true)}>
            {t('submission.return')}
          </Button>
        </div>
      </div>
      {returning && <ReturnDialog one={one} onClose={() => setReturning(false)} />}
    </Panel>
  );
}

function ReturnDialog({ one, onClose }: { one: Submission; onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [empty, setEmpty] = useState(false);
  const decide = useDecide(one);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(reason.trim() === '');
    focusFirstError(event);
    if (reason.trim() !== '') decide.mutate(reason.trim());
  };
  return (
    <Dialog title={t('submission.returnTitle')} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <p>{t('submission.returnLead', { supplier: one.supplierName })}</p>
        {decide.isError && <ProblemNotice error={decide.error} />}
        <Textarea
          label={t('field.reason')}
          autosize
          minRows={3}
          value={reason}
          data-autofocus
          error={empty ? t('form.required') : undefined}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="form-actions">
          <Button type="submit" loading={decide.isPending}>
            {t('submission.return')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Decides with a reason against it, with null for it. */
function useDecide(one: Submission) {
  const queries = useQueryClient();
  const params = { path: { id: one.id } };
  return useMutation({
    mutationFn: (reason: string | null) => {
      const headers = { 'Idempotency-Key': newRequestKey() };
      return reason === null
        ? answer(api.POST('/api/v1/submissions/{id}/accept', { params, headers }))
        : answer(api.POST('/api/v1/submissions/{id}/return', { params, body: { reason }, headers }));
    },
    onSuccess: (decided) => {
      queries.setQueryData(submissionKey(one.id), decided);
      void queries.invalidateQueries({ queryKey: submissionsKey });
      void queries.invalidateQueries({ queryKey: ['my-work'] });
    },
    onError: () => void queries.invalidateQueries({ queryKey: submissionKey(one.id) }),
  });
}
