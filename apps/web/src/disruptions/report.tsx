import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../api/client.js';
import { FormDialog } from '../ui/form-dialog.js';

/** Says that a supplier has suddenly stopped, and then shows what that means. */
export function ReportDisruption({ supplierId, supplierName, onClose }: { supplierId: string; supplierName: string; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <FormDialog
      title={t('disruption.reportTitle')}
      lead={<p>{t('disruption.reportLead', { supplier: supplierName })}</p>}
      fields={[{ name: 'description', label: t('disruption.description'), kind: 'text', hint: t('disruption.descriptionHint') }]}
      action={t('disruption.send')}
      danger
      running={(id) => <Link to={`/cases/${id}`}>{t('disruption.running')}</Link>}
      send={async ({ description = '' }, key) => {
        const reported = await answer(api.POST('/api/v1/disruptions', { params: { header: { 'Idempotency-Key': key } }, body: { supplierId, description } }));
        await Promise.all([['supplier'], ['cases'], ['alerts'], ['my-work']].map((queryKey) => queries.invalidateQueries({ queryKey })));
        await navigate(`/disruptions/${reported.caseId}`, { state: { reported: true } });
      }}
      onClose={onClose}
      onDone={onClose}
    />
  );
}
