import type { IndicatorDefinition } from '#domain/indicators/definition.js';
import { shownGate } from '#domain/scoring/grade.js';
import { WRITTEN_PLACES } from '#domain/scoring/score.js';
import { Prisma } from '../generated/client.js';
import { bySegment, column, numberSql, type PlannedLine, type ScorePlan } from './score-plan.js';

const PLACES = Prisma.raw(String(WRITTEN_PLACES));

/** The scorecard: every indicator with its figure, and what it gave where it is weighed. */
export function indicatorsJson(plan: ScorePlan): Prisma.Sql {
  const weighed = new Set(Object.values(plan.templates).flatMap((template) => template.map((line) => line.number)));
  const entries = plan.shown.map((definition, number) => (weighed.has(number) ? entryJson : unweighedJson)(plan, definition, number));
  return Prisma.sql`jsonb_build_array(${Prisma.join(entries)})`;
}

function entryJson(plan: ScorePlan, definition: IndicatorDefinition, number: number): Prisma.Sql {
  const ofLine = (sqlOf: (line: PlannedLine, slot: number) => Prisma.Sql): Prisma.Sql =>
    bySegment(plan, (template) => {
      const slot = template.findIndex((line) => line.number === number);
      const line = template[slot];
      return line ? sqlOf(line, slot) : Prisma.sql`NULL::numeric`;
    });
  return Prisma.sql`jsonb_build_object(${figureJson(plan, definition, number)}, 'weight', ${ofLine((line) => numberSql(line.weight))},
    'points', ${ofLine((_, slot) => shown(column('p', slot)))}, 'contribution', ${ofLine((_, slot) => shown(column('c', slot)))})`;
}

/** Most suppliers have no facts for most indicators: what is then said of them is the same for all, and is not built anew for each. */
function unweighedJson(plan: ScorePlan, definition: IndicatorDefinition, number: number): Prisma.Sql {
  const [n, d, s] = [column('n', number), column('d', number), column('s', number)];
  const outside = { weight: null, points: null, contribution: null };
  const nothing = { indicator: definition.name, unit: definition.unit, value: null, numerator: 0, denominator: 0, sample: 0, status: 'insufficientData', ...outside };
  return Prisma.sql`CASE WHEN ${s} = 0 AND ${d} = 0 AND ${n} = 0 THEN ${JSON.stringify(nothing)}::jsonb
    ELSE jsonb_build_object(${figureJson(plan, definition, number)}, 'weight', NULL, 'points', NULL, 'contribution', NULL) END`;
}

function figureJson({ terms }: ScorePlan, { name, unit }: IndicatorDefinition, number: number): Prisma.Sql {
  const [n, d, s, v] = [column('n', number), column('d', number), column('s', number), column('v', number)];
  return Prisma.sql`'indicator', ${name}::text, 'unit', ${unit}::text, 'value', ${v}, 'numerator', ${n}, 'denominator', ${d},
    'sample', ${s}, 'status', CASE WHEN ${v} IS NOT NULL AND ${s} >= ${numberSql(terms.minimumSampleOf(name))} THEN 'ok' ELSE 'insufficientData' END`;
}

/** Inputs and arithmetic as `explanationSchema` of the domain has them. */
export function explanationJson(plan: ScorePlan): Prisma.Sql {
  const { terms } = plan;
  const lines = bySegment(plan, (template) => Prisma.sql`jsonb_build_array(${template.length === 0 ? Prisma.empty : Prisma.join(template.map((line, slot) => lineJson(line, slot)))})`);
  return Prisma.sql`jsonb_build_object('policyVersion', ${terms.policyVersion}::int, 'segment', segment, 'lines', ${lines},
    'weightWithData', ${written(Prisma.sql`weight_with_data`)}, 'minimumWeightShare', ${numberSql(terms.minimumWeightShare)},
    'sum', ${written(Prisma.sql`sum`)}, 'score', score::text, 'gradeBounds', ${JSON.stringify(terms.gradeBounds)}::jsonb,
    'gradeByScore', grade_by_score, 'gates', ${gatesJson(plan)}, 'grade', grade)`;
}

function lineJson(line: PlannedLine, slot: number): Prisma.Sql {
  const [n, d, s, v, p] = [column('n', line.number), column('d', line.number), column('s', line.number), column('v', line.number), column('p', slot)];
  const status = Prisma.sql`CASE WHEN ${line.indicator}::text = ANY (refused) THEN 'refused' WHEN ${p} IS NULL THEN 'insufficientData' ELSE 'ok' END`;
  return Prisma.sql`jsonb_build_object('indicator', ${line.indicator}::text, 'status', ${status}, 'numerator', ${written(n)}, 'denominator', ${written(d)},
    'sample', ${s}, 'minimumSample', ${line.minimumSample}::int, 'value', ${written(v)}, 'normaliser', ${JSON.stringify(line.normaliser)}::jsonb,
    'points', ${written(p)}, 'weight', ${numberSql(line.weight)}, 'sharedWeight', ${written(column('w', slot))}, 'contribution', ${written(column('c', slot))})`;
}

function gatesJson({ terms }: ScorePlan): Prisma.Sql {
  if (terms.gates.length === 0) return Prisma.sql`'[]'::jsonb`;
  const gates = terms.gates.map((gate) => Prisma.sql`CASE WHEN ${gate.gate}::text = ANY (held) THEN ${JSON.stringify([shownGate(gate)])}::jsonb ELSE '[]' END`);
  return Prisma.sql`CASE WHEN held IS NULL THEN '[]' ELSE ${Prisma.join(gates, ' || ')} END`;
}

function shown(number: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`round(${number}, ${PLACES})`;
}

/** As the domain writes a number: ten places, no trailing zeros. */
function written(number: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`trim_scale(${shown(number)})::text`;
}
