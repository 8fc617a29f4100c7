import { Exact } from '#domain/indicators/exact.js';
import { countingOf, type Policy } from '#domain/policy/policy.js';
import type { Explanation } from '#domain/scoring/explanation.js';
import type { Normaliser } from '#domain/scoring/normaliser.js';
import { asOfCutOff } from '#domain/scoring/period.js';
import type { ScoredIndicator } from '#domain/scoring/score.js';
import { WRITTEN_PLACES } from '#domain/scoring/score.js';
import type { Grade, Segment } from '#domain/supplier/status.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import { refusalsSql } from '../findings/refusals.js';
import { Prisma } from '../generated/client.js';
import { measuresSql } from '../measures/measures-sql.js';
import { formulaToSql, mayHaveNoValue, quotientSql } from './formula-sql.js';
import { holdingGatesSql } from './gates-sql.js';
import { explanationJson, indicatorsJson } from './score-json-sql.js';
import { bySegment, column, groupsOfPlan, numberSql, type PlannedLine, planScores, type ScorePlan } from './score-plan.js';

/** Who is scored over which period, as known when, by which policy. */
export interface ScoreQuery {
  /** A SELECT of two columns, `supplier_id` and the `segment` in which the supplier is judged; each supplier once. */
  readonly members: Prisma.Sql;
  /** Inclusive dates, `YYYY-MM-DD`, as is `asOf`, the day from which one looks. */
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly asOf: string;
  /** Facts, cases, findings that arrived later are not known. */
  readonly cutOffAt: Date;
  /**
   * The gates hold as of this instant; absent: the cut-off. A restatement looks at them as its evaluation did: a critical case of
   * today says nothing of a period that was judged before it.
   */
  readonly gatesAt?: Date;
  readonly policy: Policy;
  readonly policyVersion: number;
  /** True where the members are a good part of all suppliers, false where they are few; absent: true. */
  readonly many?: boolean;
  /** True: all suppliers are measured, and the members picked from them afterwards. */
  readonly everybody?: boolean;
  /** What {@link measuresOfQuery} gives, where that was computed before; absent: computed within. */
  readonly measured?: Prisma.Sql;
  /** A SELECT of `supplier_id` and `indicator`: what suppliers were asked and refused. Absent: what was noted of the period. */
  readonly refused?: Prisma.Sql;
}

/** The score of one member. */
export interface MemberScore {
  readonly supplierId: string;
  readonly segment: Segment;
  /** One decimal; null with grade N. */
  readonly score: string | null;
  readonly grade: Grade;
  readonly indicators: readonly ScoredIndicator[];
  readonly explanation: Explanation;
}

/** Scores the members without writing anything; in order of their ids. Equals `scoreSupplier` of the domain for each of them. */
export async function computeScores(db: Database | Transaction, query: ScoreQuery): Promise<MemberScore[]> {
  return connectionOf(db).$queryRaw<MemberScore[]>(Prisma.sql`
    SELECT supplier_id AS "supplierId", segment, score::text AS score, grade, indicators, explanation
    FROM (${scoresSql(query)}) AS scored ORDER BY supplier_id`);
}

/**
 * A SELECT of one row for each member: `supplier_id`, `segment`, `score` (numeric with one decimal, NULL with grade N), `grade`,
 * `indicators` and `explanation` (jsonb). It is the policy compiled: the plain reference that says what each step means is
 * `scoreSupplier` of the domain, and the two agree digit for digit. OFFSET 0 keeps the planner from folding the steps into
 * each other, by which it would compute the same sums again for every use.
 */
export function scoresSql(query: ScoreQuery): Prisma.Sql {
  const plan = planScores(query.policy, query.policyVersion);
  return Prisma.sql`
    SELECT supplier_id, segment, score, grade, ${indicatorsJson(plan)} AS indicators, ${explanationJson(plan)} AS explanation
    FROM (${sharesSql(plan, gradesSql(plan, sumsSql(plan, pointsSql(plan, valuesSql(plan, figuresSql(plan, query))))))}) AS shared`;
}

/** A SELECT of the measures of at least each member, by which all indicators of the policy can be computed; see `measuresSql`. */
export function measuresOfQuery({ members, many, everybody, periodStart, periodEnd, asOf, cutOffAt, policy, policyVersion }: ScoreQuery): Prisma.Sql {
  return measuresSql({
    supplierIds: everybody ? 'all' : { sql: idsOf(members) },
    ...(many === undefined ? {} : { many }),
    from: periodStart,
    to: periodEnd,
    asOf,
    cutOffAt,
    ...countingOf(policy),
    groups: groupsOfPlan(planScores(policy, policyVersion)),
  });
}

function idsOf(members: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT supplier_id FROM (${members}) AS member (supplier_id, segment)`;
}

/** Numerators, denominators and samples of all indicators, beside the gates that hold and what was refused. */
function figuresSql(plan: ScorePlan, query: ScoreQuery): Prisma.Sql {
  const measure = (name: string): Prisma.Sql => Prisma.raw(`measured."${name}"`);
  const columns = plan.shown.map(({ expressions: { numerator, denominator, sample } }, number) => Prisma.sql`,
    ${formulaToSql(numerator, measure)} AS ${column('n', number)}, ${formulaToSql(denominator, measure)} AS ${column('d', number)},
    ${formulaToSql(sample, measure)} AS ${column('s', number)}`);
  return Prisma.sql`
    SELECT member.supplier_id, member.segment, ${heldSql(plan)} AS held, refusal.refused${Prisma.join(columns, '')}
    FROM (${query.members}) AS member (supplier_id, segment) JOIN (${query.measured ?? measuresOfQuery(query)}) AS measured ON measured.supplier_id = member.supplier_id
    ${joinGates(plan, query)} ${joinRefused(query)} OFFSET 0`;
}

function heldSql(plan: ScorePlan): Prisma.Sql {
  return plan.terms.gates.length === 0 ? Prisma.sql`NULL::text[]` : Prisma.sql`holding.gates`;
}

function joinGates({ terms }: ScorePlan, { members, asOf, cutOffAt, gatesAt }: ScoreQuery): Prisma.Sql {
  const when = gatesAt === undefined ? { asOf, cutOffAt } : { asOf: asOfCutOff(gatesAt), cutOffAt: gatesAt, knownAt: cutOffAt };
  const gates = holdingGatesSql(terms.gates.map(({ gate }) => gate), { supplierIds: idsOf(members), ...when });
  if (!gates) return Prisma.empty;
  return Prisma.sql`LEFT JOIN (SELECT supplier_id, array_agg(gate) AS gates FROM (${gates}) AS gate GROUP BY supplier_id) AS holding
    ON holding.supplier_id = member.supplier_id`;
}

function joinRefused(query: ScoreQuery): Prisma.Sql {
  return Prisma.sql`LEFT JOIN (SELECT supplier_id, array_agg(indicator) AS refused FROM (${query.refused ?? refusalsSql(query)}) AS asked (supplier_id, indicator) GROUP BY supplier_id) AS refusal
    ON refusal.supplier_id = member.supplier_id`;
}

/** A formula without a value counts as 0 above and below, and then there is no value. */
function valuesSql({ shown }: ScorePlan, figures: Prisma.Sql): Prisma.Sql {
  const columns = shown.map(({ scale, expressions: { numerator, denominator, sample } }, number) => {
    const [n, d, s, v] = [column('n', number), column('d', number), column('s', number), column('v', number)];
    const open = mayHaveNoValue(numerator) || mayHaveNoValue(denominator);
    const known = (part: Prisma.Sql): Prisma.Sql => (open ? Prisma.sql`CASE WHEN ${n} IS NULL OR ${d} IS NULL THEN 0 ELSE ${part} END` : part);
    const wholeSample = mayHaveNoValue(sample) ? Prisma.sql`coalesce(${s}, 0)` : s;
    const scaled = scale === 1 ? n : Prisma.sql`${n} * ${numberSql(scale)}`;
    return Prisma.sql`, ${known(n)} AS ${n}, ${known(d)} AS ${d}, floor(${wholeSample}) AS ${s}, CASE WHEN ${d} > 0 THEN ${quotientSql(scaled, d)} END AS ${v}`;
  });
  return Prisma.sql`SELECT supplier_id, segment, held, refused${Prisma.join(columns, '')} FROM (${figures}) AS figures OFFSET 0`;
}

/** The points of each line of the supplier's template, NULL where nothing is scored. */
function pointsSql(plan: ScorePlan, values: Prisma.Sql): Prisma.Sql {
  const columns = Array.from({ length: plan.slots }, (_, slot) => {
    const points = bySegment(plan, (template) => pointsOfLine(template[slot]));
    return Prisma.sql`, ${points} AS ${column('p', slot)}`;
  });
  return Prisma.sql`SELECT *${Prisma.join(columns, '')} FROM (${values}) AS valued OFFSET 0`;
}

function pointsOfLine(line: PlannedLine | undefined): Prisma.Sql {
  if (!line) return Prisma.sql`NULL::numeric`;
  const value = column('v', line.number);
  const judged = Prisma.sql`WHEN ${value} IS NOT NULL AND ${column('s', line.number)} >= ${numberSql(line.minimumSample)} THEN ${normaliseSql(line, value)}`;
  return Prisma.sql`CASE WHEN ${line.indicator}::text = ANY (refused) THEN 0 ${judged} END`;
}

function normaliseSql({ normaliser, definition }: PlannedLine, value: Prisma.Sql): Prisma.Sql {
  const reached = (bound: number): Prisma.Sql =>
    definition.direction === 'higherIsBetter' ? Prisma.sql`${value} >= ${numberSql(bound)}` : Prisma.sql`${value} <= ${numberSql(bound)}`;
  switch (normaliser.kind) {
    case 'linear':
      return linearSql(normaliser, value);
    case 'bands': {
      const bands = normaliser.bands.map(({ bound, points }) => Prisma.sql`WHEN ${reached(bound)} THEN ${numberSql(points)}`);
      return Prisma.sql`CASE ${Prisma.join(bands, ' ')} ELSE ${numberSql(normaliser.otherwise)} END`;
    }
    case 'step':
      return Prisma.sql`CASE WHEN ${reached(normaliser.threshold)} THEN 100::numeric ELSE 0 END`;
  }
}

function linearSql({ floor, target }: Extract<Normaliser, { kind: 'linear' }>, value: Prisma.Sql): Prisma.Sql {
  const span = new Exact(target).minus(floor);
  return Prisma.sql`greatest(0, least(100, ${quotientSql(Prisma.sql`(${value} - ${numberSql(floor)}) * 100`, numberSql(span.toFixed()))}))`;
}

/** The weight with data, and the points times their weights. */
function sumsSql(plan: ScorePlan, points: Prisma.Sql): Prisma.Sql {
  const sum = (termOf: (line: PlannedLine, slot: number) => Prisma.Sql): Prisma.Sql =>
    bySegment(plan, (template) => (template.length === 0 ? numberSql(0) : Prisma.join(template.map(termOf), ' + ')));
  const weight = sum((line, slot) => Prisma.sql`CASE WHEN ${column('p', slot)} IS NULL THEN 0 ELSE ${numberSql(line.weight)} END`);
  const weighed = sum((line, slot) => Prisma.sql`coalesce(${column('p', slot)} * ${numberSql(line.weight)}, 0)`);
  return Prisma.sql`SELECT *, ${weight} AS weight_with_data, ${weighed} AS weighed FROM (${points}) AS pointed OFFSET 0`;
}

/** The number shown is the number graded; N is not capped by any gate. */
function gradesSql({ terms }: ScorePlan, sums: Prisma.Sql): Prisma.Sql {
  const sum = quotientSql(Prisma.sql`weighed`, Prisma.sql`weight_with_data`, Prisma.raw(String(WRITTEN_PLACES)));
  const { A, B } = terms.gradeBounds;
  const caps = terms.gates.map(({ gate, highestGrade }) => Prisma.sql`, CASE WHEN ${gate}::text = ANY (held) THEN ${highestGrade}::text END`);
  return Prisma.sql`
    SELECT *, CASE WHEN grade_by_score = 'N' THEN 'N' ELSE greatest(grade_by_score${caps.length > 0 ? Prisma.join(caps, '') : Prisma.empty}) END AS grade
    FROM (
      SELECT *, CASE WHEN score IS NULL THEN 'N' WHEN score >= ${numberSql(A)} THEN 'A' WHEN score >= ${numberSql(B)} THEN 'B' ELSE 'C' END AS grade_by_score
      FROM (
        SELECT *, round(sum, 1) AS score FROM (
          SELECT *, CASE WHEN weight_with_data > 0 AND weight_with_data >= ${numberSql(terms.minimumWeightShare)} THEN ${sum} END AS sum
          FROM (${sums}) AS summed OFFSET 0
        ) AS averaged OFFSET 0
      ) AS shown OFFSET 0
    ) AS judged OFFSET 0`;
}

/** The weight of each line after that of lines without data was shared, and what the line contributes; NULL where nothing is scored. */
function sharesSql(plan: ScorePlan, grades: Prisma.Sql): Prisma.Sql {
  const slots = Array.from({ length: plan.slots }, (_, slot) => slot);
  const weights = slots.map((slot) => {
    const weight = bySegment(plan, (template) => numberSql(template[slot]?.weight ?? 0));
    const share = quotientSql(Prisma.sql`${weight} * 100`, Prisma.sql`weight_with_data`);
    return Prisma.sql`, CASE WHEN sum IS NOT NULL AND ${column('p', slot)} IS NOT NULL THEN ${share} END AS ${column('w', slot)}`;
  });
  const contributions = slots.map((slot) => Prisma.sql`, ${column('w', slot)} * ${column('p', slot)} * 0.01 AS ${column('c', slot)}`);
  return Prisma.sql`SELECT *${Prisma.join(contributions, '')} FROM (SELECT *${Prisma.join(weights, '')} FROM (${grades}) AS graded OFFSET 0) AS weighted OFFSET 0`;
}
