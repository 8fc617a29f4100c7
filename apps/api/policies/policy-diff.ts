import { z } from 'zod';
import { diffPolicies } from '#domain/policy/diff.js';
import { tellChange } from '#domain/policy/words/tell.js';
import { type ExplanationLanguage, explanationLanguages } from '#domain/scoring/indicator-words.js';
import type { PolicyRecord } from '#persistence/policies/policies.js';
import { version } from './policy-schemas.js';

export const diffQuery = z.object({
  against: version.optional().describe('The version to compare with; absent: the policy in force.'),
  language: z.enum(explanationLanguages).optional().describe('Absent: as the Accept-Language header says, else English.'),
});

/** What changes from one version to another. */
export const difference = z
  .object({
    from: z.int(),
    to: z.int(),
    language: z.enum(explanationLanguages),
    changes: z.array(
      z.object({
        kind: z.enum(['added', 'removed', 'changed', 'reordered']),
        path: z.string().describe('Dotted; entries of lists by their names.'),
        before: z.json().describe('null when added'),
        after: z.json().describe('null when removed'),
        sentence: z.string(),
      }),
    ),
  })
  .meta({ id: 'PolicyDifference' });

/** From one record to another. */
export function differenceOf(before: PolicyRecord, after: PolicyRecord, language: ExplanationLanguage): z.infer<typeof difference> {
  const between = { before: before.policy, after: after.policy };
  const changes = diffPolicies(before.policy, after.policy).map((change) => ({
    kind: change.kind,
    path: change.path.join('.'),
    before: change.before as z.infer<ReturnType<typeof z.json>>,
    after: change.after as z.infer<ReturnType<typeof z.json>>,
    sentence: tellChange(change, between, language),
  }));
  return { from: before.version, to: after.version, language, changes };
}
