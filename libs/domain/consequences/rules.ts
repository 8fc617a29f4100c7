import { z } from 'zod';
import { segments } from '../supplier/status.js';

/** Economic consequences and honorary ones (domain.md §5). A rectification for a C and a phase-out follow by themselves and are no rules. */
export const consequenceKinds = [
  'orderShare',
  'prepayment',
  'paymentTerms',
  'chargeback',
  'liquidatedDamages',
  'award',
  'awardWithdrawn',
  'preferredForNewProjects',
] as const;
export type ConsequenceKind = (typeof consequenceKinds)[number];

/** A rule that proposes a consequence when a supplier has a grade for so many official periods in a row. */
const rule = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'must be one word in camelCase, such as awardOfTheYear'),
  kind: z.enum(consequenceKinds),
  grade: z.enum(['A', 'B', 'C']),
  /** Official periods in a row that end with the one judged. */
  periods: z.int().min(1).max(12).default(1),
  /** Absent: in every segment. */
  segments: z.array(z.enum(segments)).min(1).optional(),
  /** What exactly is proposed, in words for people and the ERP, such as `share: −10 %`. */
  terms: z.record(z.string().max(60), z.union([z.string().max(500), z.number()])).default({}),
  /** How long it holds once approved; null: until somebody ends it. */
  months: z.int().min(1).max(60).nullable().default(null),
});

export const consequenceRulesSchema = z
  .array(rule)
  .max(30)
  .refine((rules) => new Set(rules.map((each) => each.name)).size === rules.length, 'must not name a rule twice');

/** See {@link consequenceRulesSchema}. */
export type ConsequenceRule = z.infer<typeof rule>;

/** The rules of a policy that states none: four A in a row are an award, and the first C after it takes the award back. */
export const defaultConsequenceRules: readonly ConsequenceRule[] = consequenceRulesSchema.parse([
  { name: 'award', kind: 'award', grade: 'A', periods: 4, months: 12 },
  { name: 'preferred', kind: 'preferredForNewProjects', grade: 'A', periods: 2, months: 12 },
  { name: 'awardLost', kind: 'awardWithdrawn', grade: 'C' },
]);
