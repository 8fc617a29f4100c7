import { z } from 'zod';
import { manners } from '#domain/rehearsal/cast.js';
import { happeningKinds } from '#domain/rehearsal/story.js';
import { grades } from '#domain/supplier/status.js';
import type { RehearsalRecord, RehearsalSummary } from '#persistence/rehearsal/rehearsals.js';
import { date, instant } from '../http/answers.js';
import { pageOfItems } from '../http/paging.js';
import { version } from '../policies/policy-schemas.js';

/** Body of `POST /rehearsals`. */
export const newRehearsal = z
  .strictObject({
    policyVersion: version.optional().describe('A stored version, also a draft; absent: the policy in force.'),
    againstVersion: version.optional().describe('A second one to compare with.'),
    from: date.optional().describe('First day, as in the facts; absent: the last twelve whole months of the facts.'),
    to: date.optional().describe('Last day, at most a year later; absent: a year later.'),
    seed: z.int().min(0).max(0xffffffff).default(1).describe('Decides how suppliers and our own people answer: the same seed, the same year.'),
  })
  .meta({ id: 'NewRehearsal' });

const counted = z.record(z.string(), z.int());
const gradeCounts = z.object({ A: z.int(), B: z.int(), C: z.int(), N: z.int() });
const grade = z.enum(grades);

const outcome = z.object({
  policy: z.object({ version: z.int().nullable(), name: z.string() }),
  suppliers: z.int(),
  manners: z.record(z.enum(manners), z.int()).describe('How the suppliers with a case answer.'),
  monitoringRuns: z.int(),
  evaluations: z.array(z.object({ periodStart: date, periodEnd: date, grades: gradeCounts, publishedOn: date.nullable(), closedOn: date.nullable() })),
  restated: z.int().describe('Scores that late facts changed or confirmed.'),
  alerts: z.object({ raised: z.int(), closed: z.int(), byRule: counted }),
  mails: z.object({ sent: z.int(), toSuppliers: z.int(), withoutCase: z.int().describe('Scorecards, surveys, alerts, tasks.'), byTemplate: counted }).describe('Written, and sent to nobody.'),
  cases: z.object({ opened: z.int(), reminders: z.int(), escalations: z.int(), extensions: z.int(), effective: z.int(), failed: z.int(), cancelled: z.int(), open: z.int() }),
  onboardings: z.object({ opened: z.int(), active: z.int(), rejected: z.int(), expired: z.int(), open: z.int() }),
  phaseOuts: z.object({ opened: z.int(), steps: z.int().describe('In which a share was moved.'), phasedOut: z.int(), rejected: z.int(), aborted: z.int(), open: z.int() }),
  proposals: counted,
  decidedProposals: z.array(z.object({ what: z.string().describe('The kind of the proposal; of a consequence its own.'), accepted: z.int(), dismissed: z.int(), open: z.int() })),
  consequences: counted,
  appeals: z.object({ filed: z.int(), upheld: z.int(), rejected: z.int(), undecided: z.int() }),
  ratings: z.object({ asked: z.int(), answered: z.int() }),
  work: z
    .object({ cases: z.int(), cycles: z.int(), appeals: z.int(), proposals: z.int(), ratings: z.int() })
    .describe('What our own people would have had to do: decisions on cases, cycles, appeals and proposals, and forms of raters.'),
});

const result = z.object({
  from: date,
  to: date,
  seed: z.int(),
  outcomes: z.array(outcome).describe('One for each policy.'),
  stories: z.array(z.array(z.looseObject({ on: date, kind: z.enum(happeningKinds) }))).describe('What happened under each policy, in order; days are those of the facts.'),
  gradesThatDiffer: z.array(z.object({ supplier: z.string(), periodStart: date, periodEnd: date, grades: z.tuple([grade, grade]) })),
  suppliersThatDiffer: z
    .array(z.object({ supplier: z.string(), what: z.enum(['alert', 'rectification', 'failed', 'proposal', 'phaseOut']), name: z.string(), counts: z.tuple([z.int(), z.int()]) }))
    .describe('Who had more alerts, rectifications or proposals under one of the two.'),
  took: z.int().describe('Milliseconds.'),
});

/** A rehearsal without what it came to. */
export const rehearsalSummary = z
  .object({
    id: z.uuid(),
    status: z.enum(['running', 'completed', 'failed', 'cancelled']),
    request: z.object({ policyVersion: z.int().nullable(), againstVersion: z.int().nullable(), from: date.nullable(), to: date.nullable(), seed: z.int() }),
    progress: z.object({ step: z.string(), day: date.nullable(), daysDone: z.int(), daysTotal: z.int(), policy: z.int().nullable().describe('1 or 2: which of the two is being played.') }),
    error: z.string().nullable(),
    requestedBy: z.string(),
    requestedAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'RehearsalSummary' });
export const rehearsals = pageOfItems(rehearsalSummary).meta({ id: 'Rehearsals' });

/** A rehearsal with what it came to. */
export const rehearsal = rehearsalSummary.extend({ result: result.nullable() }).meta({ id: 'Rehearsal' });

/** A record as {@link rehearsalSummary}. */
export function shownSummary({ requestedAt, finishedAt, ...record }: RehearsalSummary): z.infer<typeof rehearsalSummary> {
  return { ...record, requestedAt: requestedAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
}

/** A record as {@link rehearsal}. */
export function shown({ result: came, ...record }: RehearsalRecord): z.infer<typeof rehearsal> {
  return { ...shownSummary(record), result: came as z.infer<typeof result> | null };
}
