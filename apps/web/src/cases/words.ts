import { useTranslation } from 'react-i18next';
import { isProcess } from './processes.js';
import type { Case } from './queries.js';

/** The steps of the short arc in their order; the ends are not steps. */
const shortArc = ['opened', 'planning', 'planReview', 'implementing', 'verifying', 'closed'] as const;

/** The steps of the full 8D. */
const fullArc = [
  'opened',
  'containing',
  'containmentReview',
  'findingCause',
  'causeReview',
  'planning',
  'planReview',
  'implementing',
  'verifying',
  'watching',
  'closed',
] as const;

const onboardingArc = ['invited', 'checking', 'segmenting', 'auditing', 'approving', 'contracting', 'trial', 'active'] as const;

const phaseOutArc = ['choosingBackup', 'approving', 'shifting', 'draining', 'handover', 'settling', 'closed'] as const;

/** The steps that a case takes, in their order; none of a process whose arc the screens do not know. */
export function stepsOf({ arc, process, stage }: Pick<Case, 'arc' | 'process' | 'stage'>): readonly string[] {
  // Only some segments are audited; whether one is shows when it is its turn.
  if (process === 'onboarding') return onboardingArc.filter((step) => step !== 'auditing' || stage === step || stage === 'correcting');
  if (process === 'phaseOut') return phaseOutArc;
  if (process !== 'rectification') return [];
  return arc === 'full' ? fullArc : shortArc;
}

/** Stages that belong to a step of another name. */
export const partOf: Readonly<Record<string, string>> = { effectivenessReview: 'watching', awaitingBackup: 'choosingBackup', qualifying: 'checking', correcting: 'auditing' };

/** The steps of open cases: the columns of the pipeline. */
export const openSteps = ['opened', 'containing', 'containmentReview', 'findingCause', 'causeReview', 'planning', 'planReview', 'implementing', 'verifying', 'watching', 'effectivenessReview'] as const;

/** Those that every case takes, and that are shown even if no case is in them. */
export const commonSteps: readonly string[] = ['opened', 'planning', 'planReview', 'implementing', 'verifying'];

/** The ends of a case: the columns when ended cases are looked at. */
export const ends = ['closed', 'failed', 'cancelled', 'merged'] as const;

const onboardingSteps = ['invited', 'checking', 'qualifying', 'segmenting', 'auditing', 'correcting', 'approving', 'contracting', 'trial'] as const;
const onboardingEnds = ['active', 'rejected', 'withdrawn', 'expired', 'duplicate'] as const;
const phaseOutSteps = ['choosingBackup', 'awaitingBackup', 'approving', 'shifting', 'draining', 'handover', 'settling'] as const;
const phaseOutEnds = ['closed', 'rejected', 'cancelled', 'aborted'] as const;

/** The stages of a process in which a case is open, and those that end it; in their order. */
export const stagesOf = {
  rectification: { open: openSteps, ends },
  onboarding: { open: onboardingSteps, ends: onboardingEnds },
  phaseOut: { open: phaseOutSteps, ends: phaseOutEnds },
} as const;

const awaitedSteps = [...openSteps, ...onboardingSteps, ...phaseOutSteps] as const;
const stages = [...awaitedSteps, ...ends, ...onboardingEnds, ...phaseOutEnds] as const;

/** Names of stages, parties and causes in the reader's language; an unknown one as the API names it. */
export function useCaseWords() {
  const { t } = useTranslation();
  return {
    /** What a case is called: a rectification by what is wrong, others by their process, as their own title is in the language of the supplier. */
    title: ({ process, title }: Pick<Case, 'process' | 'title'>): string => (process !== 'rectification' && isProcess(process) ? t(`process.${process}`) : title),
    stage: (stage: string): string => (isOneOf(stages, stage) ? t(`stage.${stage}`) : stage),
    severity: (severity: NonNullable<Case['severity']>): string => t(`severity.${severity}`),
    party: (party: NonNullable<Case['waitingFor']>): string => t(`party.${party}`),
    /** What is awaited, such as "Corrective action plan". In a step of the supplier the owner is waited for only to decide on an extension. */
    awaited: ({ stage, waitingFor }: Pick<Case, 'stage' | 'waitingFor'>): string => {
      if (waitingFor === 'owner' && suppliersSteps.includes(stage)) return t('awaited.extension');
      if (waitingFor === 'supplier' && stage !== 'invited' && stage !== 'correcting' && isOneOf(onboardingSteps, stage)) return t('awaited.information');
      return isOneOf(awaitedSteps, stage) ? t(`awaited.${stage}`) : '';
    },
    cause: (cause: string): string => {
      if (cause === 'grade' || cause.startsWith('grade:')) return t('cause.grade');
      if (cause.startsWith('audit:')) return t('cause.audit');
      return cause.startsWith('manual') ? t('cause.manual') : cause;
    },
  };
}

const suppliersSteps: readonly string[] = ['opened', 'invited', 'containing', 'findingCause', 'planning', 'implementing'];

function isOneOf<Name extends string>(names: readonly Name[], text: string): text is Name {
  return (names as readonly string[]).includes(text);
}
