import { z } from 'zod';
import { MOST_PERIODS, rhythms } from '#domain/policy/backtest.js';
import { tellReason } from '#domain/policy/words/reason.js';
import { type ExplanationLanguage, explanationLanguages } from '#domain/scoring/indicator-words.js';
import { gateNameSchema } from '#domain/scoring/grade.js';
import { grades, segments } from '#domain/supplier/status.js';
import type { BacktestCounts, BacktestOutcome, BacktestRecord } from '#persistence/backtests/backtests.js';
import type { PolicyRecord } from '#persistence/policies/policies.js';
import { date, instant } from '../http/answers.js';
import { pageOfItems, pageQuery } from '../http/paging.js';
import { version } from './policy-schemas.js';

/** Which periods, of whom, compared with what. */
export const newBacktest = z
  .strictObject({
    periods: z.array(z.strictObject({ periodStart: date, periodEnd: date })).min(1).max(MOST_PERIODS).optional(),
    from: date.optional(),
    to: date.optional().describe('Inclusive; only whole periods are tested.'),
    every: z.enum(rhythms).optional(),
    segment: z.enum(segments).optional().describe('Absent: all segments.'),
    against: version.optional().describe('The version to compare with; absent: the policy in force.'),
  })
  .refine(({ periods, from, to, every }) => (periods === undefined) !== (from === undefined && to === undefined && every === undefined), {
    path: ['periods'],
    message: 'give either periods, or from, to and every',
  })
  .refine(({ from, to, every }) => new Set([from, to, every].map((each) => each === undefined)).size === 1, {
    path: ['every'],
    message: 'from, to and every belong together',
  });

const gradeCounts = z.object({ A: z.int(), B: z.int(), C: z.int(), N: z.int() });
const counts = z.object({
  suppliers: z.int().describe('Each counted once a period.'),
  changed: z.int().describe('Whose grade differs.'),
  before: gradeCounts.describe('Under the version compared with.'),
  after: gradeCounts.describe('Under the version that is tried.'),
  opened: z.int().describe('Rectifications that it would open in addition.'),
  notOpened: z.int().describe('Rectifications that it would not open.'),
});
const reason = z.union([
  z.object({ kind: z.enum(['tooLittleData', 'enoughData']), weight: z.string(), needed: z.number() }),
  z.object({ kind: z.enum(['gateHolds', 'gateFell']), gate: gateNameSchema, highestGrade: z.enum(['B', 'C']) }),
  z.object({ kind: z.literal('bound'), grade: z.enum(['A', 'B']), score: z.string(), before: z.number(), after: z.number() }),
  z.object({ kind: z.literal('indicator'), indicator: z.string(), before: z.string(), after: z.string() }),
]);
const outcome = z.object({
  supplierId: z.uuid(),
  supplierCode: z.string(),
  supplierName: z.string(),
  segment: z.enum(segments),
  periodStart: date,
  periodEnd: date,
  gradeBefore: z.enum(grades),
  scoreBefore: z.number().nullable(),
  gradeAfter: z.enum(grades),
  scoreAfter: z.number().nullable(),
  why: z.string().nullable().describe('In one sentence; null where the grade is the same.'),
  reason: reason.nullable(),
  rectification: z.enum(['opened', 'notOpened', 'openedByBoth']).nullable().describe('What becomes of the case that a grade C opens.'),
});

/** A backtest without what it found supplier by supplier. */
export const backtestSummary = z
  .object({
    id: z.uuid(),
    policyVersion: z.int(),
    againstVersion: z.int(),
    segment: z.enum(segments).nullable(),
    status: z.enum(['running', 'completed', 'failed', 'cancelled']),
    error: z.string().nullable(),
    periodsDone: z.int(),
    periodsTotal: z.int(),
    totals: counts.describe('Over the periods that are done.'),
    periods: z.array(counts.extend({ periodStart: date, periodEnd: date })),
    requestedBy: z.string(),
    requestedAt: instant.describe('Also the cut-off: facts that arrived later do not count.'),
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'BacktestSummary' });
export const backtests = pageOfItems(backtestSummary).meta({ id: 'Backtests' });

/** A backtest with a page of what it found. */
export const backtest = backtestSummary.extend({ changes: pageOfItems(outcome) }).meta({ id: 'Backtest' });

export const backtestQuery = pageQuery.extend({
  show: z.enum(['changes', 'rectifications']).default('changes').describe('Suppliers whose grade differs, or whose grade C opens a rectification.'),
  language: z.enum(explanationLanguages).optional().describe('Absent: as the Accept-Language header says, else English.'),
});

/** A record as {@link backtestSummary}. */
export function shownSummary({ request, periods, ...record }: BacktestRecord): z.infer<typeof backtestSummary> {
  return {
    ...record,
    segment: request.segment,
    periodsDone: periods.length,
    periodsTotal: request.periods.length,
    totals: totalOf(periods),
    periods: [...periods],
    requestedAt: record.requestedAt.toISOString(),
    finishedAt: record.finishedAt?.toISOString() ?? null,
  };
}

function totalOf(periods: readonly BacktestCounts[]): BacktestCounts {
  const sum = (of: (period: BacktestCounts) => number): number => periods.reduce((total, period) => total + of(period), 0);
  const side = (name: 'before' | 'after') => ({
    A: sum((period) => period[name].A),
    B: sum((period) => period[name].B),
    C: sum((period) => period[name].C),
    N: sum((period) => period[name].N),
  });
  return {
    suppliers: sum(({ suppliers }) => suppliers),
    changed: sum(({ changed }) => changed),
    before: side('before'),
    after: side('after'),
    opened: sum(({ opened }) => opened),
    notOpened: sum(({ notOpened }) => notOpened),
  };
}

/** An outcome in words of a language; the policies know the titles of their own indicators. */
export function shownOutcome(found: BacktestOutcome, language: ExplanationLanguage, policies: readonly PolicyRecord[]): z.infer<typeof outcome> {
  const titleOf = (name: string): string => policies.flatMap(({ policy }) => policy.indicators).find((own) => own.name === name)?.title ?? name;
  const { gradeBefore, gradeAfter, reason: because } = found;
  const [was, is] = [gradeBefore === 'C', gradeAfter === 'C'];
  return {
    ...found,
    why: because && tellReason(because, language, titleOf),
    rectification: is ? (was ? 'openedByBoth' : 'opened') : was ? 'notOpened' : null,
  };
}
