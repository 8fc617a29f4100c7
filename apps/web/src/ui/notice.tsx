import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem, type ProblemError } from '../api/problem.js';
import { Icon, type IconName } from './icon.js';

/** Something the reader should know before going on. */
export function Notice(props: { tone?: 'warn' | 'bad' | 'good' | 'fair'; icon?: IconName; role?: 'alert' | 'status'; children: ReactNode }) {
  return (
    <div className={`notice${props.tone ? ` tone-${props.tone}` : ''}`} role={props.role}>
      <Icon name={props.icon ?? 'info'} size={18} />
      <div className="notice-body">{props.children}</div>
    </div>
  );
}

const spoken = {
  pending: 'actions.pending',
  unreachable: 'problem.unreachable',
  unavailable: 'problem.unavailable',
  forbidden: 'problem.forbidden',
  notFound: 'problem.notFound',
  tooManyRequests: 'problem.tooMany',
  linkInvalid: 'problem.linkInvalid',
  wrongStage: 'problem.wrongStage',
  caseEnded: 'problem.caseEnded',
  separationOfDuties: 'problem.separationOfDuties',
  extensionLimit: 'problem.extensionLimit',
  extensionPending: 'problem.extensionPending',
  noExtensionPending: 'problem.noExtensionPending',
  stale: 'problem.stale',
  scopeTaken: 'problem.scopeTaken',
  nameTaken: 'problem.nameTaken',
  rehearsalRuns: 'problem.rehearsalRuns',
  twin: 'problem.twin',
  alreadyDecided: 'problem.alreadyDecided',
  decisionTooLate: 'problem.decisionTooLate',
  gradeChanged: 'problem.gradeChanged',
  notInForce: 'problem.notInForce',
  alreadyAppealed: 'problem.alreadyAppealed',
  appealTooLate: 'problem.appealTooLate',
  noAppealWindow: 'problem.noAppealWindow',
  noScore: 'problem.noScore',
  scoreNeeded: 'problem.scoreNeeded',
  unchanged: 'problem.unchanged',
  // Each comes with the texts of the screens on which alone it is met.
  notReached: 'problem.notReached',
  notConfigured: 'problem.notConfigured',
  codeExpired: 'problem.codeExpired',
  destinationTaken: 'problem.destinationTaken',
  noPerson: 'problem.noPerson',
  blocked: 'problem.blocked',
  duplicateTaxId: 'problem.duplicateTaxId',
  supplierStatus: 'problem.supplierStatus',
  notApprover: 'problem.notApprover',
  nothingAsked: 'problem.nothingAsked',
  informationPending: 'problem.informationPending',
  acceptedAlready: 'problem.acceptedAlready',
  agreementUnknown: 'problem.agreementUnknown',
  agreementMissing: 'problem.agreementMissing',
  segmentAnswers: 'problem.segmentAnswers',
  notADuplicate: 'problem.notADuplicate',
  answersIncomplete: 'problem.answersIncomplete',
  invalid: 'problem.invalid',
  malformed: 'problem.malformed',
} as const;

/** The problem in the reader's language; the server's own words where the catalogs have none. */
export function useProblemText(): (problem: ProblemError) => string {
  const { t } = useTranslation();
  return (problem) => {
    if (problem.code in spoken) return t(spoken[problem.code as keyof typeof spoken]);
    return problem.status >= 500 ? t('problem.server') : problem.detail;
  };
}

/** A failed request: what happened, and trying again where that can help. */
export function ProblemNotice({ error, onRetry, children }: { error: unknown; onRetry?: () => void; children?: ReactNode }) {
  const { t } = useTranslation();
  const say = useProblemText();
  const problem = asProblem(error);
  return (
    <Notice tone="bad" icon="alert" role="alert">
      <p>{say(problem)}</p>
      {children}
      {onRetry && (
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          {t('action.retry')}
        </Button>
      )}
    </Notice>
  );
}
