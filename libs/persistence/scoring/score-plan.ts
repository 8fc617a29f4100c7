import { indicators } from '#domain/indicators/catalogue.js';
import type { IndicatorDefinition } from '#domain/indicators/definition.js';
import { groupsOf, type MeasureName } from '#domain/indicators/measure-catalogue.js';
import { variablesOf } from '#domain/formula/variables.js';
import { type Policy, scoringTermsOf } from '#domain/policy/policy.js';
import type { ScoringTerms } from '#domain/scoring/score.js';
import type { TemplateLine } from '#domain/scoring/template.js';
import { type Segment, segments } from '#domain/supplier/status.js';
import { Prisma } from '../generated/client.js';

/** A line of a template with its indicator and that indicator's number among all that are shown. */
export interface PlannedLine extends TemplateLine {
  readonly definition: IndicatorDefinition;
  readonly number: number;
  readonly minimumSample: number;
}

/** A policy as the SQL of its scores needs it. */
export interface ScorePlan {
  readonly terms: ScoringTerms;
  /** What a scorecard shows; the columns of the n-th carry the number n. */
  readonly shown: readonly IndicatorDefinition[];
  readonly templates: Readonly<Record<Segment, readonly PlannedLine[]>>;
  /** How many lines the longest template has. */
  readonly slots: number;
}

/** Resolves the names of a policy's templates. @throws Error when a template names an indicator that neither it nor we define */
export function planScores(policy: Policy, policyVersion: number): ScorePlan {
  const terms = scoringTermsOf(policy, policyVersion);
  const shown = terms.indicators ?? indicators;
  const numbers = new Map(shown.map((definition, number) => [definition.name, number]));
  const planned = (line: TemplateLine): PlannedLine => {
    const number = numbers.get(line.indicator);
    const definition = number === undefined ? undefined : shown[number];
    if (number === undefined || !definition) throw new Error(`Policy version ${policyVersion} weighs ${line.indicator}, which nobody defines`);
    return { ...line, definition, number, minimumSample: terms.minimumSampleOf(line.indicator) };
  };
  const templates = Object.fromEntries(segments.map((segment) => [segment, terms.templates[segment].map(planned)])) as unknown as ScorePlan['templates'];
  return { terms, shown, templates, slots: Math.max(...segments.map((segment) => templates[segment].length)) };
}

/** The groups of facts that the plan's indicators rest on. */
export function groupsOfPlan({ shown }: ScorePlan): ReturnType<typeof groupsOf> {
  const expressions = shown.flatMap(({ expressions: { numerator, denominator, sample } }) => [numerator, denominator, sample]);
  return groupsOf(new Set(expressions.flatMap((expression) => [...variablesOf(expression)] as MeasureName[])));
}

/** What an expression is in each segment, chosen by the column `segment`; written once where all segments agree. */
export function bySegment({ templates }: ScorePlan, sqlOf: (template: readonly PlannedLine[], segment: Segment) => Prisma.Sql): Prisma.Sql {
  const branches = segments.map((segment) => ({ segment, sql: sqlOf(templates[segment], segment) }));
  const [first] = branches;
  if (first && branches.every(({ sql }) => isSame(sql, first.sql))) return first.sql;
  return Prisma.sql`CASE segment ${Prisma.join(branches.map(({ segment, sql }) => Prisma.sql`WHEN ${segment} THEN ${sql}`), ' ')} END`;
}

function isSame(a: Prisma.Sql, b: Prisma.Sql): boolean {
  return a.sql === b.sql && JSON.stringify(a.values) === JSON.stringify(b.values);
}

/**
 * The column of the n-th indicator: `n` numerator, `d` denominator, `s` sample, `v` value; or of the n-th line of the supplier's
 * template: `p` points, `w` shared weight, `c` contribution.
 */
export function column(kind: 'n' | 'd' | 's' | 'v' | 'p' | 'w' | 'c', number: number): Prisma.Sql {
  return Prisma.raw(`"${kind}${number}"`);
}

/** A number of a policy as SQL, digit for digit. */
export function numberSql(number: number | string): Prisma.Sql {
  return Prisma.sql`${String(number)}::numeric`;
}
