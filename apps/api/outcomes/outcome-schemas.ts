import { z } from 'zod';
import { outcomeDefinitions, outcomeNames, type OutcomeGoals } from '#domain/outcomes/outcomes.js';
import type { OutcomeRecord } from '#persistence/outcomes/outcomes.js';
import { date, instant } from '../http/answers.js';

/** Query of `GET /outcomes`. */
export const outcomesQuery = z
  .object({
    from: date.optional().describe('Absent: a year before `to`.'),
    to: date.optional().describe('Inclusive; absent: yesterday.'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, { path: ['to'], message: 'lies before `from`' });

/** Body of `PUT /outcomes/{outcome}/baseline`. */
export const baselineBody = z
  .strictObject({
    from: date,
    to: date.describe('Inclusive.'),
    value: z.number().min(0).max(1e12).optional().describe('What it was then, as others measured it; absent: it is measured from the facts of that period.'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'lies before `from`' })
  .meta({ id: 'NewBaseline' });

/** What an outcome is compared with. */
export const baseline = z
  .object({
    value: z.number().nullable().describe('null: there is too little to measure.'),
    from: date,
    to: date,
    source: z.enum(['stated', 'measured', 'periodBefore']).describe('periodBefore: nobody has set one; it is the period of as many days right before.'),
    setBy: z.string().nullable(),
    setAt: instant.nullable(),
  })
  .meta({ id: 'Baseline' });

const outcome = z
  .object({
    outcome: z.enum(outcomeNames),
    title: z.string(),
    formula: z.string(),
    unit: z.enum(['days', 'perHour', 'hoursPerMonth', 'percent']),
    direction: z.enum(['lowerIsBetter', 'higherIsBetter']),
    value: z.number().nullable().describe('null under the minimum sample.'),
    sample: z.int(),
    sampleOf: z.string(),
    period: z.object({ from: date, to: date }),
    baseline,
    change: z.number().nullable().describe('Percent against the baseline; null where there is nothing to compare with.'),
    goal: z.object({ of: z.enum(['value', 'change']), target: z.number() }).describe('change: percent against the baseline.'),
    status: z.enum(['met', 'notMet', 'insufficientData', 'noBaseline']),
  })
  .meta({ id: 'Outcome' });

/** Answer of `GET /outcomes`. */
export const outcomes = z
  .object({
    period: z.object({ from: date, to: date }),
    items: z.array(outcome),
    stages: z
      .array(z.object({ stage: z.string(), medianDays: z.number(), longestDays: z.number(), sample: z.int() }))
      .describe('How long each stage took, in calendar days, of the official evaluations published in the period.'),
  })
  .meta({ id: 'Outcomes' });

/** An outcome as the API shows it. */
export function shownOutcome(record: OutcomeRecord, period: { from: string; to: string }, goals: OutcomeGoals): z.infer<typeof outcome> {
  const { title, formula, unit, direction, sampleOf, goalOf } = outcomeDefinitions[record.outcome];
  const goal = { of: goalOf, target: goals[record.outcome] };
  return { ...record, title, formula, unit, direction, sampleOf, period, goal, baseline: shownBaseline(record.baseline) };
}

/** A baseline as the API shows it. */
export function shownBaseline({ setAt, ...given }: OutcomeRecord['baseline']): z.infer<typeof baseline> {
  return { ...given, setAt: setAt?.toISOString() ?? null };
}
