import { z } from 'zod';

/**
 * What is kept of working together with a supplier, beside its cases: targets, the development plan's milestones, the risk register
 * and the issue log (domain.md §2). Each entry is one of these.
 */
export const registers = ['target', 'milestone', 'risk', 'issue'] as const;

/** See {@link registers}. */
export type Register = (typeof registers)[number];

/** Statuses by register; the first is that of a new entry, those after `open` ones end it. */
export const entryStatuses = {
  target: ['open', 'met', 'missed', 'dropped'],
  milestone: ['planned', 'done', 'dropped'],
  risk: ['open', 'closed'],
  issue: ['open', 'resolved'],
} as const satisfies Readonly<Record<Register, readonly string[]>>;

const LONGEST = 4_000;
const line = (longest: number) => z.string().trim().max(longest).regex(/^\P{Cc}*$/u, 'must be one line without control characters');
const text = z.string().trim().max(LONGEST);
/** One to five, as risk matrices count (ISO 31010, B.10). */
const level = z.int().min(1).max(5);

const common = {
  title: line(200).min(1, 'must not be empty'),
  dueOn: z.iso.date().nullable().default(null).describe('From a week before it stands in the work of its owner, until it has ended.'),
  ownerId: z.uuid().nullable().default(null).describe('A person of ours; the caller if left out.'),
};

const target = z.strictObject({
  register: z.literal('target'),
  ...common,
  status: z.enum(entryStatuses.target).default('open'),
  indicator: z.string().max(100).nullable().default(null).describe('The indicator that it is measured by; null: by hand.'),
  direction: z.enum(['atLeast', 'atMost']),
  value: z.number(),
  unit: line(20).default(''),
  reached: z.number().nullable().default(null).describe('What was reached, where no indicator says it.'),
});
const milestone = z.strictObject({
  register: z.literal('milestone'),
  ...common,
  status: z.enum(entryStatuses.milestone).default('planned'),
  topic: z.enum(['training', 'technicalSupport', 'quality', 'capacity', 'innovation', 'sustainability', 'other']),
  doneBy: z.enum(['us', 'supplier', 'both']),
  description: text.default(''),
  result: text.default(''),
});
const risk = z.strictObject({
  register: z.literal('risk'),
  ...common,
  status: z.enum(entryStatuses.risk).default('open'),
  probability: level,
  impact: level,
  response: z.enum(['avoid', 'reduce', 'transfer', 'accept']),
  action: text.default('').describe('What is done about it.'),
  backupSupplierId: z.uuid().nullable().default(null).describe('Who would step in.'),
});
const issue = z.strictObject({
  register: z.literal('issue'),
  ...common,
  status: z.enum(entryStatuses.issue).default('open'),
  severity: z.enum(['critical', 'major', 'minor']),
  beganAt: z.iso.datetime({ offset: true }),
  resolvedAt: z.iso.datetime({ offset: true }).nullable().default(null),
  callWhom: line(500).default('').describe('Whom to call when it happens again.'),
  steps: text.default(''),
  prevention: text.default('').describe('What prevents its recurrence.'),
});

/** An entry as somebody writes it: whole, whichever register it stands in. */
export const entryBody = z
  .discriminatedUnion('register', [target, milestone, risk, issue])
  .superRefine((entry, context) => {
    if (entry.register !== 'issue') return;
    if ((entry.status === 'resolved') !== (entry.resolvedAt !== null)) context.addIssue({ code: 'custom', path: ['resolvedAt'], message: 'is given with the status resolved, and only then' });
    else if (entry.resolvedAt !== null && Date.parse(entry.resolvedAt) < Date.parse(entry.beganAt)) context.addIssue({ code: 'custom', path: ['resolvedAt'], message: 'lies before it began' });
  })
  .meta({ id: 'RelationshipEntryBody' });

/** See {@link entryBody}. */
export type EntryBody = z.infer<typeof entryBody>;

/** True while somebody has to see to the entry. */
export function isOpen({ register, status }: { register: Register; status: string }): boolean {
  return status === entryStatuses[register][0];
}

/** What follows from an entry. `riskLevel` is probability × impact, 1 to 25; `hoursToResolve` of an issue that was resolved. */
export interface Derived {
  readonly riskLevel: number | null;
  readonly hoursToResolve: number | null;
}

/** See {@link Derived}. */
export function derivedOf(entry: EntryBody): Derived {
  const resolved = entry.register === 'issue' && entry.resolvedAt !== null ? Date.parse(entry.resolvedAt) - Date.parse(entry.beganAt) : null;
  return {
    riskLevel: entry.register === 'risk' ? entry.probability * entry.impact : null,
    hoursToResolve: resolved === null ? null : resolved / 3_600_000,
  };
}

/** Whether what an indicator says reaches a target; null while it says nothing. */
export function isReached({ direction, value }: { direction: 'atLeast' | 'atMost'; value: number }, reached: number | null): boolean | null {
  if (reached === null) return null;
  return direction === 'atLeast' ? reached >= value : reached <= value;
}
