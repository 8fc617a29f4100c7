import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { useMay } from '../session/me.js';
import { FormDialog } from '../ui/form-dialog.js';
import { useSurveysChanged, type Survey } from './queries.js';

/** Gives a survey up that belongs to no cycle, with a reason; nothing while it cannot be. */
export function Cancel({ survey: { id, evaluationId, status } }: { survey: Survey }) {
  const { t } = useTranslation();
  const permitted = useMay('surveys:manage');
  const changed = useSurveysChanged();
  const [open, setOpen] = useState(false);
  if (!permitted || evaluationId !== null || (status !== 'open' && status !== 'preparing')) return null;
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('survey.cancel')}
      </Button>
      {open && (
        <FormDialog
          title={t('survey.cancel')}
          lead={<p>{t('survey.cancelLead')}</p>}
          fields={[{ name: 'reason', label: t('field.reason'), kind: 'text' }]}
          action={t('survey.cancel')}
          danger
          send={async ({ reason = '' }) => {
            await answer(api.POST('/api/v1/surveys/{id}/cancel', { params: { path: { id } }, body: { reason } }));
            await changed();
          }}
          onClose={() => setOpen(false)}
          onDone={() => setOpen(false)}
        />
      )}
    </>
  );
}
