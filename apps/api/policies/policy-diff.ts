import { z } from 'zod';
import { diffPolicies } from '#domain/policy/diff.js';
import { type DiffLanguage, diffLanguages, tellChange } from '#domain/policy/words/tell.js';
import type { PolicyRecord } from '#persistence/policies/policies.js';
import { version } from './policy-schemas.js';

const languages = Object.keys(diffLanguages) as DiffLanguage[];

export const diffQuery = z.object({
  against: version.optional().describe('The version to compare with; absent: the policy in force.'),
  language: z.enum(languages).optional().describe('Absent: as the Accept-Language header says, else English.'),
});

/** What changes from one version to another. */
export const difference = z
  .object({
    from: z.int(),
    to: z.int(),
    language: z.enum(languages),
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
export function differenceOf(before: PolicyRecord, after: PolicyRecord, language: DiffLanguage): z.infer<typeof difference> {
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

/** The first language of an Accept-Language header, by weight, that Steward writes; else English. */
export function languageAccepted(header: string | undefined): DiffLanguage {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((each) => {
      const [tag = '', ...parameters] = each.trim().toLowerCase().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(parameter)?.[1]).find((text) => text !== undefined);
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  return wanted.map(({ language }) => languages.find((known) => known === language)).find((known) => known !== undefined) ?? 'en';
}
