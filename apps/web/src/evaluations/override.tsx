import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { gradeLetters, useEvaluation, type ExplainedScore, type GradeLetter } from './queries.js';

/** That a person has judged otherwise than the arithmetic, and, while the grades are reviewed, the way to do so or to take it back. */
export function Override({ score }: { score: ExplainedScore }) {
  const { t } = useTranslation();
  const format = useFormat();
  const evaluation = useEvaluation(score.evaluationId);
  const mayReview = useMay('evaluations:review');
  const [open, setOpen] = useState(false);
  const takeBack = useTakeBack(score);
  const { override } = score;
  const reviewing = mayReview && evaluation.data?.stage === 'review';
  if (!override && !reviewing) return null;
  return (
    <Panel title={t('scoreOverride.title')} note={reviewing && !override ? t('scoreOverride.note') : undefined}>
      {override && (
        <Notice>
          <p>
            {t(`scoreOverride.by.${override.origin}`, {
              grade: score.grade,
              computed: override.computedScore === null ? override.computedGrade : `${format.number(override.computedScore)} ${override.computedGrade}`,
              at: format.moment(override.decidedAt),
            })}
          </p>
          <p>{override.reason}</p>
        </Notice>
      )}
      {takeBack.isError && <ProblemNotice error={takeBack.error} />}
      {reviewing && (
        <div className="form-actions">
          <Button variant="default" onClick={() => setOpen(true)}>
            {t('scoreOverride.act')}
          </Button>
          {override && (
            <Button variant="subtle" loading={takeBack.isPending} onClick={() => takeBack.mutate()}>
              {t('scoreOverride.takeBack')}
            </Button>
          )}
        </div>
      )}
      {open && <OverrideDialog score={score} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function OverrideDialog({ score, onClose }: { score: ExplainedScore; onClose: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh(score);
  const params = { path: { id: score.evaluationId, supplierId: score.supplierId } };
  const grades = gradeLetters.map((value) => ({ value, label: t(`grade.${value}`) }));
  return (
    <FormDialog
      title={t('scoreOverride.act')}
      lead={<p>{t('scoreOverride.lead', { supplier: score.supplierName })}</p>}
      fields={[
        { name: 'grade', label: t('supplier.grade'), kind: 'select', options: grades },
        { name: 'reason', label: t('field.reason'), kind: 'text' },
      ]}
      action={t('scoreOverride.act')}
      send={({ grade, reason }) =>
        answer(api.POST('/api/v1/evaluations/{id}/scores/{supplierId}/override', { params, body: { grade: grade as GradeLetter, reason: reason ?? '' } }))
      }
      onClose={onClose}
      onDone={() => {
        refresh();
        onClose();
      }}
    />
  );
}

function useTakeBack(score: ExplainedScore) {
  const refresh = useRefresh(score);
  const params = { path: { id: score.evaluationId, supplierId: score.supplierId } };
  return useMutation({ mutationFn: () => answer(api.DELETE('/api/v1/evaluations/{id}/scores/{supplierId}/override', { params })), onSuccess: refresh });
}

function useRefresh({ evaluationId }: ExplainedScore): () => void {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: ['score', evaluationId] });
    void queries.invalidateQueries({ queryKey: ['evaluation', evaluationId] });
  };
}
