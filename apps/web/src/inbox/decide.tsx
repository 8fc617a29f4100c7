import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { useCases } from '../cases/queries.js';
import { submissionKinds } from '../submissions/queries.js';
import { Dialog } from '../ui/dialog.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty } from '../ui/page.js';
import { changedByDecision, type InboundMail } from './queries.js';

interface Deciding {
  mail: InboundMail;
  onClose: () => void;
  onDone: () => void;
}

function useDecided(id: string): () => Promise<unknown> {
  const queries = useQueryClient();
  return () => Promise.all(changedByDecision(id).map((queryKey) => queries.invalidateQueries({ queryKey })));
}

/** Puts a mail into the conversation of a case: of its supplier's, where one is known. */
export function Assign({ mail, onClose, onDone }: Deciding) {
  const { t } = useTranslation();
  const decided = useDecided(mail.id);
  const cases = useCases({ status: 'open', waitingFor: '', overdue: '', supplierId: mail.supplierId ?? '' });
  const items = cases.data?.pages.flatMap((page) => page.items) ?? [];
  // What the mail answers may have ended since.
  const options = [
    ...(mail.caseId !== null && cases.isSuccess && !items.some(({ id }) => id === mail.caseId) ? [{ value: mail.caseId, label: t('inbox.case') }] : []),
    ...items.map(({ id, supplierName, title }) => ({ value: id, label: `${supplierName} – ${title}` })),
  ];
  if (!cases.isSuccess || options.length === 0) {
    return (
      <Dialog title={t('inbox.assign')} onClose={onClose}>
        {cases.isPending && <Waiting lines={3} />}
        {cases.isError && <ProblemNotice error={cases.error} onRetry={() => void cases.refetch()} />}
        {cases.isSuccess && <Empty small title={t('inbox.assign')} why={t('inbox.noCases')} />}
      </Dialog>
    );
  }
  return (
    <FormDialog
      title={t('inbox.assign')}
      lead={<p>{t('inbox.assignLead')}</p>}
      fields={[{ name: 'caseId', label: t('inbox.assignTo'), kind: 'select', options, initial: mail.caseId ?? (options.length === 1 ? (options[0]?.value ?? '') : '') }]}
      action={t('inbox.assign')}
      send={async ({ caseId = '' }, key) => {
        await answer(api.POST('/api/v1/inbound-mails/{id}/assign', { params: { path: { id: mail.id }, header: { 'Idempotency-Key': key } }, body: { caseId } }));
        await decided();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

/** Puts a mail away, with the reason. */
export function PutAway({ mail, onClose, onDone }: Deciding) {
  const { t } = useTranslation();
  const decided = useDecided(mail.id);
  return (
    <FormDialog
      title={t('inbox.dismissTitle')}
      lead={<p>{t('inbox.dismissLead')}</p>}
      fields={[{ name: 'reason', label: t('field.reason'), kind: 'text' }]}
      action={t('inbox.dismiss')}
      send={async ({ reason = '' }, key) => {
        await answer(api.POST('/api/v1/inbound-mails/{id}/dismiss', { params: { path: { id: mail.id }, header: { 'Idempotency-Key': key } }, body: { reason } }));
        await decided();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

/** Makes a submission of a mail of a known contact. Needs the texts of the area `facts`. */
export function TakeAsSubmission({ mail, onClose, onDone }: Deciding) {
  const { t } = useTranslation();
  const decided = useDecided(mail.id);
  return (
    <FormDialog
      title={t('inbox.takeAsSubmission')}
      lead={<p>{t('inbox.takeLead')}</p>}
      fields={[{ name: 'kind', label: t('submission.what'), kind: 'radio', initial: 'progressReport', options: submissionKinds.map((value) => ({ value, label: t(`submissionKind.${value}`) })) }]}
      action={t('inbox.takeAsSubmission')}
      send={async ({ kind = '' }, key) => {
        const params = { path: { id: mail.id }, header: { 'Idempotency-Key': key } };
        await answer(api.POST('/api/v1/inbound-mails/{id}/take-as-submission', { params, body: { kind: kind as 'photos', supplierId: null } }));
        await decided();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
