import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../api/client.js';
import { caseAddress } from '../cases/processes.js';
import { FormDialog } from '../ui/form-dialog.js';

/** Proposes to leave a supplier; nobody outside is told before it is approved. */
export function OpenPhaseOut({ supplier, onClose }: { supplier: { readonly id: string; readonly name: string }; onClose: () => void }) {
  const { t } = useTranslation();
  const opened = useOpened();
  return (
    <FormDialog
      title={t('openPhaseOut.title', { supplier: supplier.name })}
      lead={<p>{t('openPhaseOut.lead')}</p>}
      fields={[{ name: 'reason', label: t('field.reason'), kind: 'text' }]}
      action={t('openPhaseOut.send')}
      running={(id) => <Link to={caseAddress({ id, process: 'phaseOut' })}>{t('openCase.running')}</Link>}
      send={({ reason = '' }, key) => answer(api.POST('/api/v1/phase-outs', { body: { supplierId: supplier.id, reason }, headers: { 'Idempotency-Key': key } }))}
      onClose={onClose}
      onDone={opened}
    />
  );
}

function useOpened() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return ({ id }: { readonly id: string }) => {
    void queries.invalidateQueries({ queryKey: ['cases'] });
    void navigate(caseAddress({ id, process: 'phaseOut' }));
  };
}
