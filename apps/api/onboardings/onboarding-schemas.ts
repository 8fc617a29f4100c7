import { z } from 'zod';
import { askedNow, stepsOf } from '#domain/onboarding/approvals.js';
import type { OnboardingState } from '#domain/onboarding/state.js';
import { approverRoles } from '#domain/onboarding/terms.js';
import { severities } from '#domain/rectification/terms.js';
import { grades, segments } from '#domain/supplier/status.js';
import { instant } from '../http/answers.js';

const role = z.enum(approverRoles);

/** What an onboarding shows besides what every case shows. */
export const onboardingSchema = z
  .object({
    agreement: z.object({ version: z.string(), at: instant, by: z.string() }).nullable().describe('The agreement on confidentiality and data use that was accepted.'),
    agreementAsked: z.string().describe('The version that has to be accepted before anybody becomes active.'),
    askedFor: z.object({ at: instant, by: z.string() }).nullable().describe('Information that the supplier was asked for besides and has not given.'),
    expected: z.object({ segment: z.enum(segments).nullable(), spend: z.number().nullable() }).describe('What whoever asked for the supplier expects of it.'),
    waivedBy: z.string().nullable().describe('Who went on although a section is under its minimum.'),
    qualification: z
      .object({
        score: z.number(),
        reached: z.boolean(),
        sections: z.array(z.object({ criterion: z.string(), score: z.number(), minimum: z.number(), reached: z.boolean(), arithmetic: z.string() })),
      })
      .nullable(),
    segment: z.enum(segments).nullable(),
    expectedSpend: z.number().nullable(),
    audit: z.object({ result: z.enum(['passed', 'failed']), findings: z.array(z.enum(severities)).describe('Each is a rectification, which says what was found.'), by: z.string() }).nullable().describe('The last one on site.'),
    approval: z
      .object({
        steps: z.array(z.array(role)).describe('One after the other; the roles of a step side by side.'),
        given: z.array(z.object({ step: z.int(), role, by: z.string(), inPlaceOf: z.string().nullable(), at: instant })),
        passedOn: z.array(z.object({ step: z.int(), role, from: z.string(), to: z.string() })),
        askedOf: z.array(role).describe('Who is asked now; nobody before the approval, or after it.'),
      })
      .describe('By the rule for segment and expected spend.'),
    trial: z
      .object({
        since: instant,
        prolongedAt: instant.nullable(),
        judged: z.object({ grade: z.enum(grades), score: z.string().nullable(), from: z.iso.date(), to: z.iso.date() }).nullable().describe('What its deliveries come to; null while it runs.'),
      })
      .nullable(),
    requalifies: z.boolean().describe('A supplier that is qualified is asked anew before that runs out: it stays active, and needs neither contract nor trial.'),
  })
  .meta({ id: 'OnboardingDetail' });

/** The state as it is shown. */
export function shownOnboarding(state: OnboardingState): z.infer<typeof onboardingSchema> {
  const { agreement, qualification, segment, expectedSpend, audit, approvals, passedOn, trial, requalifies, stage, information, expected, terms, waivedBy } = state;
  return {
    agreement: agreement && { ...agreement },
    agreementAsked: terms.agreement,
    askedFor: information && { ...information },
    expected: { segment: expected?.segment ?? null, spend: expected?.spend ?? null },
    waivedBy,
    qualification: qualification && {
      score: qualification.score,
      reached: qualification.reached,
      sections: qualification.sections.map(({ criterion, score, minimum, reached, arithmetic }) => ({ criterion, score, minimum, reached, arithmetic })),
    },
    segment,
    expectedSpend,
    audit: audit && { ...audit, findings: [...audit.findings] },
    approval: {
      steps: stepsOf(state).map((step) => [...step]),
      given: approvals.map(({ step, role: by, ...each }) => ({ step, role: by, by: each.by, inPlaceOf: each.inPlaceOf, at: each.at })),
      passedOn: passedOn.map((each) => ({ ...each })),
      askedOf: stage === 'approving' ? [...(askedNow(state)?.roles ?? [])] : [],
    },
    trial: trial && { ...trial, judged: trial.judged && { ...trial.judged } },
    requalifies,
  };
}
