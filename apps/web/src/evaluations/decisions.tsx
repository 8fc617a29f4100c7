import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { useMay } from '../session/me.js';
import { FormDialog, type DialogField, type Filled } from '../ui/form-dialog.js';
import type { EvaluationInDetail } from './queries.js';

const decisions = ['calibrate', 'release', 'cancel'] as const;
type Decision = (typeof decisions)[number];

/** What the reader can decide of a cycle where it stands. */
export function Decisions({ evaluation }: { evaluation: EvaluationInDetail }) {
  const { t } = useTranslation();
  const mayCalibrate = useMay('evaluations:calibrate');
  const mayReview = useMay('evaluations:review');
  const mayCancel = useMay('evaluations:cancel');
  const [open, setOpen] = useState<Decision | null>(null);
  const { stage } = evaluation;
  const possible: Record<Decision, boolean> = {
    calibrate: mayCalibrate && stage === 'calibrating',
    release: mayReview && stage === 'review',
    cancel: mayCancel && ['collecting', 'calibrating', 'scoring', 'review'].includes(stage),
  };
  return (
    <>
      {decisions
        .filter((each) => possible[each])
        .map((each) => (
          <Button key={each} variant={each === 'cancel' ? 'default' : 'filled'} onClick={() => setOpen(each)}>
            {t(`cycleAct.${each}`)}
          </Button>
        ))}
      {open && <Deciding evaluation={evaluation} decision={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function Deciding({ evaluation: { id }, decision, onClose }: { evaluation: EvaluationInDetail; decision: Decision; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return (
    <FormDialog
      title={t(`cycleAct.${decision}`)}
      lead={<p>{t(`cycleLead.${decision}`)}</p>}
      fields={useFields(decision)}
      action={t(`cycleAct.${decision}`)}
      danger={decision === 'cancel'}
      send={(filled) => send(id, decision, filled)}
      onClose={onClose}
      onDone={() => {
        for (const queryKey of [['evaluation', id], ['evaluations'], ['my-work']]) void queries.invalidateQueries({ queryKey });
        onClose();
      }}
    />
  );
}

function useFields(decision: Decision): DialogField[] {
  const { t } = useTranslation();
  const uses = (['calibrated', 'raw'] as const).map((value) => ({ value, label: t(`cycle.use.${value}`), description: t(`cycle.useWhy.${value}`) }));
  switch (decision) {
    case 'calibrate':
      return [{ name: 'use', label: t('cycle.use'), kind: 'radio', options: uses, initial: 'calibrated' }];
    case 'release':
      return [];
    case 'cancel':
      return [{ name: 'reason', label: t('field.reason'), kind: 'text' }];
  }
}

function send(id: string, decision: Decision, filled: Filled): Promise<unknown> {
  const params = { path: { id } };
  switch (decision) {
    case 'calibrate':
      return answer(api.POST('/api/v1/evaluations/{id}/confirm-calibration', { params, body: { use: filled['use'] === 'raw' ? 'raw' : 'calibrated' } }));
    case 'release':
      return answer(api.POST('/api/v1/evaluations/{id}/release', { params }));
    case 'cancel':
      return answer(api.POST('/api/v1/evaluations/{id}/cancel', { params, body: { reason: filled['reason'] ?? '' } }));
  }
}
