import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, api, newRequestKey } from '../api/client.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Dialog } from '../ui/dialog.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { workKey, type Proposal } from './queries.js';

/** Consequences that wait for a decision; nothing while there are none. */
export function Proposals({ proposals }: { proposals: readonly Proposal[] }) {
  const { t } = useTranslation();
  const mayDecide = useMay('proposals:decide');
  const [dismissing, setDismissing] = useState<Proposal | null>(null);
  const [done, setDone] = useState(false);
  if (proposals.length === 0 && !done) return null;
  return (
    <Panel title={t('proposals.title', { count: proposals.length })} note={t('proposals.note')} flush>
      <div role="status">
        {done && (
          <Notice tone="good" icon="check">
            <p>{t('proposals.dismissed')}</p>
          </Notice>
        )}
      </div>
      <ul className="plain-list rows">
        {proposals.map((proposal) => (
          <Row key={proposal.id} proposal={proposal} onDismiss={mayDecide ? () => setDismissing(proposal) : null} />
        ))}
      </ul>
      <Dialog opened={dismissing !== null} onClose={() => setDismissing(null)} title={t('proposals.dismissTitle')}>
        {dismissing && (
          <Dismiss
            proposal={dismissing}
            onDone={() => {
              setDismissing(null);
              setDone(true);
            }}
          />
        )}
      </Dialog>
    </Panel>
  );
}

function Row({ proposal, onDismiss }: { proposal: Proposal; onDismiss: (() => void) | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = proposal.reason === 'rectificationFailed' ? t('proposals.rectificationFailed') : proposal.reason;
  return (
    <li>
      <div className="row-line">
        <h3>
          {proposal.kind === 'phaseOut' ? t('proposals.phaseOut') : proposal.kind}:{' '}
          <Link to={`/suppliers/${proposal.supplierId}`}>{proposal.supplierName}</Link>
        </h3>
        <time className="small soft" dateTime={proposal.proposedAt}>
          {format.moment(proposal.proposedAt)}
        </time>
      </div>
      <p className="small">{reason}</p>
      <div className="row-line small" style={{ marginTop: 'var(--gap-2)', alignItems: 'center' }}>
        {proposal.causeCaseId ? <Link to={`/cases/${proposal.causeCaseId}`}>{t('proposals.case')}</Link> : <span />}
        {onDismiss && (
          <Button size="compact-sm" variant="default" onClick={onDismiss}>
            {t('proposals.dismiss')}
          </Button>
        )}
      </div>
    </li>
  );
}

function Dismiss({ proposal, onDone }: { proposal: Proposal; onDone: () => void }) {
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
    if (reason.trim() !== '') dismiss.mutate();
  };
  return (
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
  );
}
