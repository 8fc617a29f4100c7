import type { Grade } from '../supplier/status.js';
import type { Manner } from './cast.js';

/** How many have which grade. */
export type GradeCounts = Readonly<Record<Grade, number>>;

/** What can be told of a rehearsal, in the order in which one follows from another on a day. */
export const happeningKinds = Object.keys({
  rated: true,
  calibrated: true,
  overridden: true,
  released: true,
  published: true,
  restated: true,
  alertRaised: true,
  alertClosed: true,
  appealed: true,
  appealEnded: true,
  proposed: true,
  decided: true,
  case: true,
  onboarding: true,
  phaseOut: true,
  mailed: true,
} satisfies Record<Happening['kind'], true>) as Happening['kind'][];

/** Something that happened in a rehearsal. `on` is the day of the facts, `YYYY-MM-DD`. */
export type Happening = { readonly on: string } & (
  | { readonly kind: 'published'; readonly periodStart: string; readonly periodEnd: string; readonly grades: GradeCounts; readonly gradedC: readonly string[] }
  | { readonly kind: 'restated'; readonly supplier: string; readonly periodStart: string; readonly periodEnd: string; readonly before: Grade; readonly after: Grade }
  /** `category`: where the alert is about one of the supplier's categories. */
  | { readonly kind: 'alertRaised'; readonly supplier: string; readonly rule: string; readonly severity: string; readonly raisedFor: string; readonly category: string | null }
  | { readonly kind: 'alertClosed'; readonly supplier: string; readonly rule: string; readonly raisedFor: string; readonly category: string | null; readonly because: string }
  | { readonly kind: 'case'; readonly supplier: string; readonly event: string; readonly severity: string | null; readonly data: Readonly<Record<string, string | number | boolean | null>> }
  | { readonly kind: 'onboarding' | 'phaseOut'; readonly supplier: string; readonly event: string; readonly data: Readonly<Record<string, string | number | boolean | null>> }
  /** `what`: a consequence by its own kind, else as `proposal`. */
  | { readonly kind: 'proposed'; readonly supplier: string; readonly proposal: string; readonly what: string; readonly reason: string }
  | { readonly kind: 'decided'; readonly supplier: string; readonly proposal: string; readonly what: string; readonly decision: string }
  | { readonly kind: 'rated'; readonly periodStart: string; readonly periodEnd: string; readonly asked: number; readonly answered: number }
  | { readonly kind: 'calibrated'; readonly periodStart: string; readonly periodEnd: string; readonly use: 'calibrated' | 'raw'; readonly byDeadline: boolean }
  | { readonly kind: 'overridden'; readonly supplier: string; readonly before: Grade; readonly after: Grade }
  | { readonly kind: 'released'; readonly periodStart: string; readonly periodEnd: string; readonly byDeadline: boolean }
  | { readonly kind: 'appealed'; readonly supplier: string; readonly periodStart: string; readonly periodEnd: string }
  | { readonly kind: 'appealEnded'; readonly supplier: string; readonly periodStart: string; readonly periodEnd: string; readonly decision: string; readonly grade: Grade }
  /** Mails of one kind on one day that belong to no case. */
  | { readonly kind: 'mailed'; readonly template: string; readonly mails: number; readonly toSuppliers: number }
);

/** What a rehearsal came to under one policy. Counts are exact and follow from policy, facts and seed. */
export interface Outcome {
  readonly policy: { readonly version: number | null; readonly name: string };
  readonly suppliers: number;
  /** How the suppliers with a case answer. */
  readonly manners: Readonly<Record<Manner, number>>;
  readonly monitoringRuns: number;
  readonly evaluations: readonly { readonly periodStart: string; readonly periodEnd: string; readonly grades: GradeCounts; readonly publishedOn: string | null; readonly closedOn: string | null }[];
  readonly restated: number;
  readonly alerts: { readonly raised: number; readonly closed: number; readonly byRule: Readonly<Record<string, number>> };
  /** `withoutCase`: scorecards, surveys, alerts, tasks. */
  readonly mails: { readonly sent: number; readonly toSuppliers: number; readonly withoutCase: number; readonly byTemplate: Readonly<Record<string, number>> };
  readonly cases: {
    readonly opened: number;
    readonly reminders: number;
    readonly escalations: number;
    readonly extensions: number;
    readonly effective: number;
    readonly failed: number;
    readonly cancelled: number;
    readonly open: number;
  };
  readonly onboardings: { readonly opened: number; readonly active: number; readonly rejected: number; readonly expired: number; readonly open: number };
  readonly phaseOuts: { readonly opened: number; readonly steps: number; readonly phasedOut: number; readonly rejected: number; readonly aborted: number; readonly open: number };
  /** By the kind of the proposal. */
  readonly proposals: Readonly<Record<string, number>>;
  /** What was decided of the proposals; `what` is a consequence by its own kind. */
  readonly decidedProposals: readonly { readonly what: string; readonly accepted: number; readonly dismissed: number; readonly open: number }[];
  readonly consequences: Readonly<Record<string, number>>;
  readonly appeals: { readonly filed: number; readonly upheld: number; readonly rejected: number; readonly undecided: number };
  readonly ratings: { readonly asked: number; readonly answered: number };
  /** What our own people would have had to do, counted. */
  readonly work: {
    /** Commands on cases: plans, extensions, verifications. */
    readonly cases: number;
    /** Calibrations confirmed, grades overridden and released. */
    readonly cycles: number;
    readonly appeals: number;
    readonly proposals: number;
    /** Forms sent in by raters. */
    readonly ratings: number;
  };
}

/** Something that befell a supplier more often under one policy than under the other. */
export interface SupplierDifference {
  readonly supplier: string;
  readonly what: 'alert' | 'rectification' | 'failed' | 'proposal' | 'phaseOut';
  /** The rule of the alert, or the kind of the proposal; empty where there is one kind only. */
  readonly name: string;
  readonly counts: readonly [number, number];
}

/** What befell whom under one of two policies only, or more often; by what, name and supplier. */
export function differingSuppliers(first: readonly Happening[], second: readonly Happening[]): SupplierDifference[] {
  const counts = new Map<string, { what: SupplierDifference['what']; name: string; supplier: string; counts: [number, number] }>();
  for (const [index, story] of [first, second].entries()) {
    for (const each of story) {
      const found = befallen(each);
      if (!found) continue;
      const key = [found.what, found.name, found.supplier].join('\u0000');
      const entry = counts.get(key) ?? { ...found, counts: [0, 0] };
      entry.counts[index === 0 ? 0 : 1] += 1;
      counts.set(key, entry);
    }
  }
  return [...counts.entries()]
    .filter(([, { counts: [one, other] }]) => one !== other)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entry]) => entry);
}

function befallen(each: Happening): Pick<SupplierDifference, 'what' | 'name' | 'supplier'> | null {
  switch (each.kind) {
    case 'alertRaised':
      return { what: 'alert', name: each.rule, supplier: each.supplier };
    case 'proposed':
      return { what: 'proposal', name: each.what, supplier: each.supplier };
    case 'case':
      if (each.event === 'opened') return { what: 'rectification', name: '', supplier: each.supplier };
      return each.event === 'failed' ? { what: 'failed', name: '', supplier: each.supplier } : null;
    case 'phaseOut':
      return each.event === 'opened' ? { what: 'phaseOut', name: '', supplier: each.supplier } : null;
    default:
      return null;
  }
}

/** A whole rehearsal: what was played, under one policy or two. */
export interface RehearsalResult {
  readonly from: string;
  readonly to: string;
  readonly seed: number;
  readonly outcomes: readonly Outcome[];
  readonly stories: readonly (readonly Happening[])[];
  /** Whose grade differs between the two, in which period; empty with one policy. */
  readonly gradesThatDiffer: readonly GradeDifference[];
  /** Who had more alerts, rectifications or proposals under one of the two; empty with one policy. */
  readonly suppliersThatDiffer: readonly SupplierDifference[];
  /** Milliseconds of the clock on the wall. */
  readonly took: number;
}

/** A supplier whose official grade of a period depends on the policy. */
export interface GradeDifference {
  readonly supplier: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly grades: readonly [Grade, Grade];
}

/** An official grade of a period. */
export interface PeriodGrade {
  readonly supplier: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly grade: Grade;
}

/** Whose grade differs, by period and supplier. Who was judged under one policy only is left out. */
export function differingGrades(first: readonly PeriodGrade[], second: readonly PeriodGrade[]): GradeDifference[] {
  const key = ({ supplier, periodStart, periodEnd }: PeriodGrade) => `${periodStart} ${periodEnd} ${supplier}`;
  const others = new Map(second.map((each) => [key(each), each.grade]));
  return first
    .flatMap((each) => {
      const other = others.get(key(each));
      const { supplier, periodStart, periodEnd, grade } = each;
      return other === undefined || other === grade ? [] : [{ supplier, periodStart, periodEnd, grades: [grade, other] as const }];
    })
    .sort((a, b) => (a.periodEnd + a.supplier < b.periodEnd + b.supplier ? -1 : 1));
}

/** One figure under each of two policies. */
export interface ComparedFigure {
  readonly figure: string;
  readonly values: readonly [number, number];
}

/** The figures of two outcomes side by side: those that always say something, and those that differ. */
export function compareOutcomes(first: Outcome, second: Outcome): ComparedFigure[] {
  const [before, after] = [figuresOf(first), figuresOf(second)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.map((figure) => ({ figure, values: [before.get(figure) ?? 0, after.get(figure) ?? 0] as const }));
}

function figuresOf({ evaluations, restated, alerts, mails, cases, onboardings, phaseOuts, proposals, consequences, decidedProposals, appeals, ratings, work }: Outcome): Map<string, number> {
  const grades = (grade: Grade) => evaluations.reduce((sum, each) => sum + each.grades[grade], 0);
  const named = (what: string, counts: Readonly<Record<string, number>>) => Object.entries(counts).map(([name, count]): [string, number] => [`${what} ${name}`, count]);
  return new Map([
    ...(['A', 'B', 'C', 'N'] as const).map((grade): [string, number] => [`grades ${grade}`, grades(grade)]),
    ['restated scores', restated],
    ['appeals', appeals.filed],
    ['appeals upheld', appeals.upheld],
    ['alerts raised', alerts.raised],
    ...named('alerts', alerts.byRule),
    ['alerts closed', alerts.closed],
    ['mails', mails.sent],
    ['mails to suppliers', mails.toSuppliers],
    ['cases opened', cases.opened],
    ['reminders', cases.reminders],
    ['escalations', cases.escalations],
    ['extensions', cases.extensions],
    ['cases closed effective', cases.effective],
    ['cases failed', cases.failed],
    ['cases still open', cases.open],
    ['onboardings', onboardings.opened],
    ['onboarded', onboardings.active],
    ['phase-outs', phaseOuts.opened],
    ['phased out', phaseOuts.phasedOut],
    ['phase-outs aborted', phaseOuts.aborted],
    ...named('proposal', proposals),
    ...decidedProposals.map(({ what, accepted }): [string, number] => [`accepted ${what}`, accepted]),
    ...named('consequence', consequences),
    ['ratings sent in', ratings.answered],
    ['decisions by our people', decisionsOf(work)],
  ]);
}

/** Everything that our people decided; ratings are no decisions. */
export function decisionsOf({ cases, cycles, appeals, proposals }: Outcome['work']): number {
  return cases + cycles + appeals + proposals;
}
