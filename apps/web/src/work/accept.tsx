import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { FormDialog } from '../ui/form-dialog.js';
import { workKey, type Proposal } from './queries.js';

const kinds = ['cancelRectification', 'openRectification', 'consequence'] as const;

/** Accepting a proposal, which does at once what it proposes. */
export function Accept({ proposal, onClose, onDone }: { proposal: Proposal; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const kind = kinds.find((each) => each === proposal.kind) ?? 'openRectification';
  return (
    <FormDialog
      title={t(`proposals.acceptTitle.${kind}`)}
      lead={<p>{t(`proposals.acceptLead.${kind}`, { supplier: proposal.supplierName })}</p>}
      fields={[{ name: 'comment', label: t('field.comment'), kind: 'text', optional: true }]}
      action={t('proposals.accept')}
      send={async ({ comment = '' }, key) => {
        const params = { path: { id: proposal.id }, header: { 'Idempotency-Key': key } };
        await answer(api.POST('/api/v1/proposals/{id}/accept', { params, body: comment === '' ? {} : { comment } }));
        await Promise.all([workKey, ['cases']].map((queryKey) => queries.invalidateQueries({ queryKey })));
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
