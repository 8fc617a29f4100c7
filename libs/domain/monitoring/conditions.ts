import type { AlertSeverity } from './terms.js';

/** Figures that a person can check; numbers, texts, dates and lists of them. */
export type Evidence = Readonly<Record<string, unknown>>;

/** Something that a rule finds true of a supplier as of a date. */
export interface Finding {
  readonly supplierId: string;
  /** A certificate, a contract, a category; empty: the supplier as a whole. */
  readonly subject: string;
  /** The date that the alert is told by: that of the run, or of the end that comes. */
  readonly raisedFor: string;
  readonly severity: AlertSeverity;
  readonly evidence: Evidence;
  /** Of what comes nearer, the step that is reached: each is told once. */
  readonly step?: number;
  /** False when it keeps an alert open, but is too late to raise one. */
  readonly raises: boolean;
}

/** An alert of such a rule that stood at the date of the run, or was raised by the next later one. */
export interface StandingAlert {
  readonly id: string;
  readonly supplierId: string;
  readonly subject: string;
  /** Date of the run that raised it. */
  readonly raisedOn: string;
  /** Date of the run that found its cause gone; null while it goes on. */
  readonly endedFor: string | null;
  readonly severity: AlertSeverity;
  /** The step it stands at; null: its rule has none. */
  readonly step: number | null;
  /** False when a person has closed it. */
  readonly open: boolean;
}

/** recovered: judged, and no longer so; lapsed: it can no longer be judged; continued: a later run has raised it for itself. */
export type ConditionEnding = 'recovered' | 'lapsed' | 'continued';

/** What a run changes. */
export interface ConditionChanges {
  readonly raised: readonly { readonly finding: Finding; readonly end: { readonly on: string; readonly because: ConditionEnding } | null }[];
  readonly ended: readonly { readonly alert: StandingAlert; readonly because: ConditionEnding }[];
  /** The same cause, graver, milder or a step nearer than when it was last looked at. */
  readonly regraded: readonly { readonly alert: StandingAlert; readonly finding: Finding }[];
}

/**
 * Compares what a rule finds as of a date with the alerts that stand. While a cause goes on nothing more is raised, also
 * after a person has closed the alert; a cause that is gone ends its alert.
 *
 * `nextRunOn` is the date of the next later run when history is replayed on a database that knows more, else null. Then
 * alerts of other dates are not touched, and what is found only now ended with that next run – which either raised it for
 * itself or found nothing.
 */
export function compareFindings({
  asOf,
  nextRunOn,
  findings,
  known,
  unjudged,
}: {
  asOf: string;
  nextRunOn: string | null;
  findings: readonly Finding[];
  known: readonly StandingAlert[];
  /** True for a supplier of whom the rule can say nothing. */
  unjudged: (supplierId: string) => boolean;
}): ConditionChanges {
  const standing = new Map(known.filter((alert) => stands(alert, asOf)).map((alert) => [keyOf(alert), alert]));
  const found = new Map(findings.map((finding) => [keyOf(finding), finding]));
  const raised = [...found.values()].filter((finding) => finding.raises && !standing.has(keyOf(finding)));
  if (nextRunOn !== null) {
    const next = new Set(known.filter((alert) => alert.raisedOn === nextRunOn).map(keyOf));
    const because = (finding: Finding) => (next.has(keyOf(finding)) ? 'continued' : 'recovered');
    return { raised: raised.map((finding) => ({ finding, end: { on: nextRunOn, because: because(finding) } })), ended: [], regraded: [] };
  }
  const still = [...standing.values()].flatMap((alert) => {
    const finding = found.get(keyOf(alert));
    return finding ? [{ alert, finding }] : [];
  });
  return {
    raised: raised.map((finding) => ({ finding, end: null })),
    ended: [...standing.values()]
      .filter((alert) => !found.has(keyOf(alert)))
      .map((alert) => ({ alert, because: unjudged(alert.supplierId) ? 'lapsed' : 'recovered' })),
    regraded: still.filter(({ alert, finding }) => alert.open && (alert.severity !== finding.severity || alert.step !== (finding.step ?? null))),
  };
}

function stands(alert: StandingAlert, asOf: string): boolean {
  return alert.raisedOn <= asOf && (alert.endedFor === null || alert.endedFor > asOf);
}

function keyOf({ supplierId, subject }: { supplierId: string; subject: string }): string {
  return `${supplierId}:${subject}`;
}
