import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { Due } from '../ui/signs.js';
import { trackOf, useStageTerms, type TrackStage } from './cycle-stages.js';
import type { EvaluationInDetail } from './queries.js';
import { useWho } from './who.js';

/** The stages of a cycle as a row of steps, with their times. */
export function StageTrack({ evaluation }: { evaluation: EvaluationInDetail }) {
  const { t } = useTranslation();
  const stages = trackOf(evaluation, useStageTerms(evaluation.policyVersion));
  if (stages.length === 0) return null;
  return (
    <ol className="track track-cycle" style={{ '--steps': stages.length } as CSSProperties} aria-label={t('cycle.stages')}>
      {stages.map((each) => (
        <Step key={each.stage} one={each} now={each.stage === evaluation.stage && evaluation.stage !== 'closed'} closedAt={evaluation.closedAt} />
      ))}
    </ol>
  );
}

function Step({ one: { stage, entered }, now, closedAt }: { one: TrackStage; now: boolean; closedAt: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const closed = stage === 'closed' && closedAt !== null;
  const done = closed || (entered !== null && !now && entered.endedAt !== null);
  return (
    <li className={`track-step track-${done ? 'done' : now ? 'current' : 'ahead'}`} aria-current={now ? 'step' : undefined}>
      <span className="track-dot">{done ? <Icon name="check" size={12} /> : null}</span>
      <span className="track-text">
        {t(`cycleStage.${stage}`)}
        {done && <span className="quiet">{t('case.stepDone')}</span>}
        {closed ? <span className="track-times">{format.moment(closedAt)}</span> : entered && <Times entered={entered} />}
      </span>
    </li>
  );
}

function Times({ entered: { startedAt, endedAt, endedBy, dueAt } }: { entered: NonNullable<TrackStage['entered']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  // Steward also ends a stage early, when nobody is awaited any more.
  const inTime = endedAt !== null && dueAt !== null && Date.parse(endedAt) < Date.parse(dueAt);
  return (
    <span className="track-times">
      {endedAt === null ? t('cycle.since', { at: format.moment(startedAt) }) : format.moments(startedAt, endedAt)}
      {dueAt !== null && endedBy !== null && !(endedBy === 'steward' && inTime) && (
        <span className="track-who">{endedBy === 'steward' ? t('cycle.endedByItself') : t('cycle.endedBy', { who: who(endedBy) })}</span>
      )}
    </span>
  );
}

/** Whom or what the cycle waits for now, until when, and what happens if nobody acts. */
export function Awaited({ evaluation }: { evaluation: EvaluationInDetail }) {
  const { t } = useTranslation();
  const who = useWho();
  const { stage, stageDueAt, ratings, cancelReason, cancelledBy } = evaluation;
  if (stage === 'cancelled') {
    return (
      <Notice icon="close">
        <p>{t('cycle.cancelled', { who: who(cancelledBy ?? '') })}</p>
        {cancelReason && <p className="prose">{cancelReason}</p>}
      </Notice>
    );
  }
  if (stage === 'failed') {
    return (
      <Notice tone="bad" icon="alert">
        <p>{t('evaluation.failed')}</p>
      </Notice>
    );
  }
  if (stage === 'closed') return null;
  return (
    <Notice icon="clock" tone={stageDueAt === null ? undefined : 'fair'}>
      <p>{stage === 'collecting' ? t('awaited.collecting', { count: ratings?.missing ?? 0 }) : t(`awaited.${stage}`)}</p>
      {stageDueAt !== null && (
        <p>
          <Due at={stageDueAt} overdue={false} />
        </p>
      )}
    </Notice>
  );
}
