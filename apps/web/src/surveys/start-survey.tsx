import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answer, api } from '../api/client.js';
import { segments } from '../suppliers/queries.js';
import { FormDialog, type DialogField } from '../ui/form-dialog.js';

/** Business days for answers unless somebody says otherwise. */
const DAYS = 10;
const LONGEST = 60;

/** Asks suppliers how they find working with us; everybody asked gets a mail. */
export function StartSurvey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const lastYear = new Date().getUTCFullYear() - 1;
  const fields: DialogField[] = [
    { name: 'title', label: t('survey.title'), kind: 'line', optional: true, hint: t('survey.titleHint') },
    { name: 'periodStart', label: t('period.from'), kind: 'date', initial: `${lastYear}-01-01` },
    { name: 'periodEnd', label: t('period.to'), kind: 'date', initial: `${lastYear}-12-31` },
    { name: 'segment', label: t('review.scope'), kind: 'select', optional: true, options: [{ value: '', label: t('review.everybody') }, ...segments.map((value) => ({ value, label: t('review.segment', { segment: t(`segment.${value}`) }) }))] },
    { name: 'businessDays', label: t('survey.days'), kind: 'line', initial: String(DAYS), hint: t('field.businessDaysHint', { most: LONGEST }) },
  ];
  return (
    <FormDialog
      title={t('survey.start')}
      lead={<p>{t('survey.startLead')}</p>}
      fields={fields}
      action={t('survey.go')}
      send={async ({ title = '', periodStart = '', periodEnd = '', segment = '', businessDays = '' }, key) => {
        const body = {
          kind: 'suppliersRateUs' as const,
          ...(title === '' ? {} : { title }),
          periodStart,
          periodEnd,
          ...(segment === '' ? {} : { segment: segment as (typeof segments)[number] }),
          businessDays: Number(businessDays),
        };
        const survey = await answer(api.POST('/api/v1/surveys', { params: { header: { 'Idempotency-Key': key } }, body }));
        await queries.invalidateQueries({ queryKey: ['surveys'] });
        await navigate(`/surveys/${survey.id}`);
      }}
      onClose={onClose}
      onDone={onClose}
    />
  );
}
