const PREFIX = 'audit:';

/** The cause of the rectification that a finding of an audit opens: one case a finding. `audit` is the id of the command that recorded it. */
export function causeOfFinding({ caseId, audit, number }: { caseId: string; audit: string; number: number }): string {
  return `${causesOf(caseId)}${audit.slice(0, 8)}-${number}`;
}

/** How the causes of all findings of an onboarding begin. */
export function causesOf(caseId: string): string {
  return `${PREFIX}${caseId}:`;
}

/** The onboarding whose audit has found it; null for every other cause. */
export function onboardingOfCause(cause: string): string | null {
  return cause.startsWith(PREFIX) ? (cause.slice(PREFIX.length).split(':')[0] ?? null) : null;
}
