import { useTranslation } from 'react-i18next';
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

/** The steps that a case takes, in their order; none of a process whose arc the screens do not know. */
export function stepsOf({ arc, process }: Pick<Case, 'arc' | 'process'>): readonly (typeof fullArc)[number][] {
  if (process !== 'rectification') return [];
  return arc === 'full' ? fullArc : shortArc;
}

/** The steps of open cases: the columns of the pipeline. */
export const openSteps = ['opened', 'containing', 'containmentReview', 'findingCause', 'causeReview', 'planning', 'planReview', 'implementing', 'verifying', 'watching', 'effectivenessReview'] as const;

/** Those that every case takes, and that are shown even if no case is in them. */
export const commonSteps: readonly string[] = ['opened', 'planning', 'planReview', 'implementing', 'verifying'];

/** The ends of a case: the columns when ended cases are looked at. */
export const ends = ['closed', 'failed', 'cancelled', 'merged'] as const;

const stages = [...openSteps, ...ends] as const;

/** Names of stages, parties and causes in the reader's language; an unknown one as the API names it. */
export function useCaseWords() {
  const { t } = useTranslation();
  return {
    stage: (stage: string): string => (isOneOf(stages, stage) ? t(`stage.${stage}`) : stage),
    severity: (severity: NonNullable<Case['severity']>): string => t(`severity.${severity}`),
    party: (party: NonNullable<Case['waitingFor']>): string => t(`party.${party}`),
    /** What is awaited, such as "Corrective action plan". In a step of the supplier the owner is waited for only to decide on an extension. */
    awaited: ({ stage, waitingFor }: Pick<Case, 'stage' | 'waitingFor'>): string => {
      if (waitingFor === 'owner' && suppliersSteps.includes(stage)) return t('awaited.extension');
      return isOneOf(openSteps, stage) ? t(`awaited.${stage}`) : '';
    },
    cause: (cause: string): string => {
      if (cause === 'grade' || cause.startsWith('grade:')) return t('cause.grade');
      return cause.startsWith('manual') ? t('cause.manual') : cause;
    },
  };
}

const suppliersSteps: readonly string[] = ['opened', 'containing', 'findingCause', 'planning', 'implementing'];

function isOneOf<Name extends string>(names: readonly Name[], text: string): text is Name {
  return (names as readonly string[]).includes(text);
}
