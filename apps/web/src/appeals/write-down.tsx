import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, api } from '../api/client.js';
import { useEvaluation, type ExplainedScore } from '../evaluations/queries.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Panel } from '../ui/page.js';
import { AppealState } from './appeal-state.js';
import { useAppeals, useAppealsChanged } from './queries.js';

/** The appeal against a score; while there is time and none yet, the way to write down what the supplier said by telephone or letter. */
export function AppealAgainst({ score: { evaluationId, supplierId, supplierName } }: { score: ExplainedScore }) {
  const { t } = useTranslation();
  const format = useFormat();
  const evaluation = useEvaluation(evaluationId);
  const appeals = useAppeals({ evaluationId, supplierId }, 1);
  const mayWrite = useMay('appeals:write');
  const changed = useAppealsChanged();
  const [open, setOpen] = useState(false);
  const appeal = appeals.data?.pages[0]?.items[0];
  const possible = mayWrite && appeals.isSuccess && !appeal && evaluation.data?.stage === 'appeals';
  if (!appeal && !possible) return null;
  return (
    <Panel title={t('appeal.title')} note={possible ? t('appeal.writeNote') : undefined}>
      {appeal && (
        <p>
          <AppealState status={appeal.status} /> · <Link to={`/appeals/${appeal.id}`}>{t('appeal.ofDate', { date: format.moment(appeal.submittedAt) })}</Link>
        </p>
      )}
      {possible && (
        <Button variant="default" onClick={() => setOpen(true)}>
          {t('appeal.write')}
        </Button>
      )}
      {open && (
        <FormDialog
          title={t('appeal.write')}
          lead={<p>{t('appeal.writeLead', { supplier: supplierName })}</p>}
          fields={[{ name: 'text', label: t('appeal.text'), kind: 'text' }]}
          action={t('appeal.writeGo')}
          send={({ text = '' }, key) => answer(api.POST('/api/v1/appeals', { params: { header: { 'Idempotency-Key': key } }, body: { evaluationId, supplierId, text } }))}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            void changed();
          }}
        />
      )}
    </Panel>
  );
}
