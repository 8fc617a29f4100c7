import { useTranslation } from 'react-i18next';
import type { Case } from './queries.js';

/** The steps of a rectification in their order; the ends are not steps. */
export const steps = ['opened', 'planning', 'planReview', 'implementing', 'verifying', 'closed'] as const;

/** The steps of open cases: the columns of the pipeline. */
export const openSteps = ['opened', 'planning', 'planReview', 'implementing', 'verifying'] as const;

/** The ends of a case: the columns when ended cases are looked at. */
export const ends = ['closed', 'failed', 'cancelled'] as const;

const stages = [...steps, 'failed', 'cancelled'] as const;

/** Names of stages, parties and causes in the reader's language; an unknown one as the API names it. */
export function useCaseWords() {
  const { t } = useTranslation();
  return {
    stage: (stage: string): string => (isOneOf(stages, stage) ? t(`stage.${stage}`) : stage),
    severity: (severity: NonNullable<Case['severity']>): string => t(`severity.${severity}`),
    party: (party: NonNullable<Case['waitingFor']>): string => t(`party.${party}`),
    /** What is awaited, such as "Corrective action plan". In a step of the supplier the owner is waited for only to decide on an extension. */
    awaited: ({ stage, waitingFor }: Pick<Case, 'stage' | 'waitingFor'>): string => {
      if (waitingFor === 'owner' && stage !== 'planReview') return t('awaited.extension');
      return isOneOf(openSteps, stage) ? t(`awaited.${stage}`) : '';
    },
    cause: (cause: string): string => {
      if (cause === 'grade' || cause.startsWith('grade:')) return t('cause.grade');
      return cause.startsWith('manual') ? t('cause.manual') : cause;
    },
  };
}

function isOneOf<Name extends string>(names: readonly Name[], text: string): text is Name {
  return (names as readonly string[]).includes(text);
}
