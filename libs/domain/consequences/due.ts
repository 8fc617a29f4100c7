import type { Grade, Segment } from '../supplier/status.js';
import type { ConsequenceKind, ConsequenceRule } from './rules.js';

/** What is known of a supplier when the consequences of its newest grade are drawn. */
export interface ConsequenceInputs {
  /** The segment it was judged in. */
  readonly segment: Segment;
  /** Its official grades, the one judged first, then back in time. */
  readonly grades: readonly Grade[];
  /** Consequences in force, and those that wait for a decision; `rule` asked for them. */
  readonly standing: readonly { readonly kind: ConsequenceKind; readonly rule: string; readonly inForce: boolean }[];
}

/**
 * The rules that ask for a consequence now (domain.md §5). A grade N breaks every row. What the same rule has brought already is not
 * asked for again while it stands; an award can be taken back only while one is in force.
 */
export function consequencesDue(rules: readonly ConsequenceRule[], { segment, grades, standing }: ConsequenceInputs): ConsequenceRule[] {
  return rules.filter((rule) => {
    if (rule.segments && !rule.segments.includes(segment)) return false;
    if (standing.some((each) => each.rule === rule.name)) return false;
    if (rule.kind === 'awardWithdrawn' && !standing.some(({ kind, inForce }) => kind === 'award' && inForce)) return false;
    const row = grades.slice(0, rule.periods);
    return row.length === rule.periods && row.every((grade) => grade === rule.grade);
  });
}

/** Done once, on the day on which they are decided; what else is decided holds. */
export const doneOnce: readonly ConsequenceKind[] = ['chargeback', 'liquidatedDamages', 'awardWithdrawn'];

/** The last day (`YYYY-MM-DD`) of a consequence that holds for so many months from a day on; null: until somebody ends it. */
export function lastDayInForce(kind: ConsequenceKind, from: string, months: number | null): string | null {
  if (doneOnce.includes(kind)) return from;
  if (months === null) return null;
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number);
  // The same day of that month, or its last one where it is shorter.
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  const end = new Date(Date.UTC(lastOfMonth.getUTCFullYear(), lastOfMonth.getUTCMonth(), Math.min(day, lastOfMonth.getUTCDate()) - 1));
  return end.toISOString().slice(0, 10);
}

/** Why a phase-out is proposed after an evaluation. */
export type PhaseOutReason = 'fatalGate' | 'gradeCAgain';

/** A grade and what went before it. Dates are `YYYY-MM-DD`. */
export interface PhaseOutInputs {
  readonly grade: Grade;
  readonly periodStart: string;
  /** A gate held after which it is not asked how to improve, but whether to part. */
  readonly fatalGate: boolean;
  /** The days on which the measures of earlier rectifications for a grade C were due to be in place. */
  readonly implementationsDue: readonly string[];
}

/**
 * Whether parting is proposed (domain.md §5): after a fatal gate, or when a period that began after a rectification's measures were due is
 * a C again. A failed rectification proposes it by itself.
 */
export function phaseOutDue({ grade, periodStart, fatalGate, implementationsDue }: PhaseOutInputs): PhaseOutReason | null {
  if (fatalGate) return 'fatalGate';
  return grade === 'C' && implementationsDue.some((due) => due < periodStart) ? 'gradeCAgain' : null;
}
