import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Notice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { Due, State } from '../ui/signs.js';
import type { EvaluationInDetail } from './queries.js';

/** The stages of a cycle with their times, and what a person can decide in the present one. */
export function Stages({ evaluation }: { evaluation: EvaluationInDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { ratings, stages } = evaluation;
  return (
    <Panel title={t('cycle.stages')} actions={<Decisions evaluation={evaluation} />}>
      <div className="column">
        <ol className="plain-list rows">
          {stages.map(({ stage, startedAt, dueAt, endedAt, endedBy }) => (
            <li key={stage}>
              <div className="row-line">
                <strong>{t(`cycleStage.${stage}`)}</strong>
                <State label={endedAt === null ? t('cycle.now') : t('cycle.over')} tone={endedAt === null ? 'fair' : 'good'} />
              </div>
              <p className="small soft">
                {endedAt === null ? t('cycle.since', { at: format.moment(startedAt) }) : t('cycle.fromTo', { from: format.moment(startedAt), to: format.moment(endedAt) })}
                {endedAt !== null && dueAt !== null && ` · ${endedBy === 'steward' ? t('cycle.endedByItself') : t('cycle.endedByPerson')}`}
              </p>
              {endedAt === null && dueAt !== null && (
                <p className="small">
                  <Due at={dueAt} overdue={false} full />
                </p>
              )}
            </li>
          ))}
        </ol>
        {ratings && <p>{t('cycle.ratings', { answered: format.count(ratings.answered), asked: format.count(ratings.asked), missing: format.count(ratings.missing) })}</p>}
        {evaluation.ratingsUsed && <p>{t(`cycle.used.${evaluation.ratingsUsed}`)}</p>}
        {evaluation.cancelReason && (
          <Notice>
            <p>{t('cycle.cancelledBecause', { reason: evaluation.cancelReason })}</p>
          </Notice>
        )}
      </div>
    </Panel>
  );
}

type Decision = 'calibrate' | 'release' | 'cancel';

function Decisions({ evaluation }: { evaluation: EvaluationInDetail }) {
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
  const close = () => setOpen(null);
  return (
    <>
      {(['calibrate', 'release', 'cancel'] as const)
        .filter((each) => possible[each])
        .map((each) => (
          <Button key={each} variant={each === 'cancel' ? 'subtle' : 'filled'} size="xs" onClick={() => setOpen(each)}>
            {t(`cycleAct.${each}`)}
          </Button>
        ))}
      {open && <Deciding evaluation={evaluation} decision={open} onClose={close} />}
    </>
  );
}

function Deciding({ evaluation, decision, onClose }: { evaluation: EvaluationInDetail; decision: Decision; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const params = { path: { id: evaluation.id } };
  const uses = (['calibrated', 'raw'] as const).map((value) => ({ value, label: t(`cycle.use.${value}`), description: t(`cycle.useWhy.${value}`) }));
  const fields = {
    calibrate: [{ name: 'use', label: t('cycle.use'), kind: 'radio' as const, options: uses, initial: 'calibrated' }],
    release: [],
    cancel: [{ name: 'reason', label: t('field.reason'), kind: 'text' as const }],
  }[decision];
  const send = (filled: Readonly<Record<string, string>>) => {
    switch (decision) {
      case 'calibrate':
        return answer(api.POST('/api/v1/evaluations/{id}/confirm-calibration', { params, body: { use: filled['use'] === 'raw' ? 'raw' : 'calibrated' } }));
      case 'release':
        return answer(api.POST('/api/v1/evaluations/{id}/release', { params }));
      case 'cancel':
        return answer(api.POST('/api/v1/evaluations/{id}/cancel', { params, body: { reason: filled['reason'] ?? '' } }));
    }
  };
  return (
    <FormDialog
      title={t(`cycleAct.${decision}`)}
      lead={<p>{t(`cycleLead.${decision}`)}</p>}
      fields={fields}
      action={t(`cycleAct.${decision}`)}
      danger={decision === 'cancel'}
      send={send}
      onClose={onClose}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ['evaluation', evaluation.id] });
        void queries.invalidateQueries({ queryKey: ['evaluations'] });
        onClose();
      }}
    />
  );
}
