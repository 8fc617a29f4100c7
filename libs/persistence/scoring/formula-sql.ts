import { type Expression, FORMULA_PLACES, type Test } from '#domain/formula/expression.js';
import { Prisma } from '../generated/client.js';

/** Quotients and roots are computed with these decimal places before they are rounded, so that rounding twice cannot show. */
const GUARD_PLACES = Prisma.raw(String(2 * FORMULA_PLACES));
const PLACES = Prisma.raw(String(FORMULA_PLACES));

/**
 * A formula as a numeric expression that equals `evaluate` of the domain, NULL where that is null.
 * `columnOf` names the column, number or expression behind a variable; it must be qualified, and should be cheap.
 * Every part stands in the SQL once: repeated parts would double its size with each level of nesting.
 */
export function formulaToSql(expression: Expression, columnOf: (variable: string) => Prisma.Sql): Prisma.Sql {
  const sql = (part: Expression): Prisma.Sql => formulaToSql(part, columnOf);
  switch (expression.kind) {
    case 'number':
      return Prisma.sql`${expression.text}::numeric`;
    case 'variable':
      return Prisma.sql`(${columnOf(expression.name)})::numeric`;
    case 'negative':
      return Prisma.sql`(- ${sql(expression.of)})`;
    case 'squareRoot':
      return rootSql(sql(expression.of));
    case 'least':
    case 'greatest':
      return extremeSql(expression.kind, expression.of, sql);
    case 'choice':
      return Prisma.sql`(CASE ${testToSql(expression.test, sql)} WHEN true THEN ${sql(expression.then)} WHEN false THEN ${sql(expression.otherwise)} END)`;
    case 'plus':
      return Prisma.sql`(${sql(expression.left)} + ${sql(expression.right)})`;
    case 'minus':
      return Prisma.sql`(${sql(expression.left)} - ${sql(expression.right)})`;
    case 'times':
      return Prisma.sql`round(${sql(expression.left)} * ${sql(expression.right)}, ${PLACES})`;
    case 'over':
      return quotientSql(sql(expression.left), sql(expression.right));
  }
}

/** numerator / denominator, rounded half away from zero; NULL for a denominator of 0. */
export function quotientSql(numerator: Prisma.Sql, denominator: Prisma.Sql, places = PLACES): Prisma.Sql {
  return Prisma.sql`round(round(${numerator}, ${GUARD_PLACES}) / nullif(${denominator}, 0), ${places})`;
}

/** OFFSET 0 keeps the planner from writing the radicand twice. */
function rootSql(radicand: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT CASE WHEN of.value >= 0 THEN round(sqrt(round(of.value, ${GUARD_PLACES})), ${PLACES}) END
    FROM (SELECT ${radicand} AS value OFFSET 0) AS of)`;
}

/** LEAST and GREATEST overlook NULL; where there can be one it must count. */
function extremeSql(kind: 'least' | 'greatest', parts: readonly Expression[], sql: (part: Expression) => Prisma.Sql): Prisma.Sql {
  const numbers = Prisma.join(parts.map(sql));
  if (!parts.some(mayHaveNoValue)) return kind === 'least' ? Prisma.sql`least(${numbers})` : Prisma.sql`greatest(${numbers})`;
  const extreme = kind === 'least' ? Prisma.sql`min(of.value)` : Prisma.sql`max(of.value)`;
  return Prisma.sql`(SELECT CASE WHEN count(of.value) = count(*) THEN ${extreme} END FROM unnest(ARRAY[${numbers}]) AS of (value))`;
}

/** Whether a formula can be without a value, given that every variable has one. */
export function mayHaveNoValue(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
    case 'variable':
      return false;
    case 'negative':
      return mayHaveNoValue(expression.of);
    case 'squareRoot':
    case 'over':
      return true;
    case 'least':
    case 'greatest':
      return expression.of.some(mayHaveNoValue);
    case 'choice':
      return [expression.then, expression.otherwise].some(mayHaveNoValue) || mayBeOpen(expression.test);
    default:
      return mayHaveNoValue(expression.left) || mayHaveNoValue(expression.right);
  }
}

function mayBeOpen(test: Test): boolean {
  if (test.kind === 'not') return mayBeOpen(test.of);
  if (test.kind === 'comparison') return mayHaveNoValue(test.left) || mayHaveNoValue(test.right);
  return mayBeOpen(test.left) || mayBeOpen(test.right);
}

const comparisons = { '<': '<', '<=': '<=', '>': '>', '>=': '>=', '==': '=', '!=': '<>' } as const;

function testToSql(test: Test, sql: (part: Expression) => Prisma.Sql): Prisma.Sql {
  switch (test.kind) {
    case 'comparison':
      return Prisma.sql`(${sql(test.left)} ${Prisma.raw(comparisons[test.operator])} ${sql(test.right)})`;
    case 'both':
      return Prisma.sql`(${testToSql(test.left, sql)} AND ${testToSql(test.right, sql)})`;
    case 'either':
      return Prisma.sql`(${testToSql(test.left, sql)} OR ${testToSql(test.right, sql)})`;
    case 'not':
      return Prisma.sql`(NOT ${testToSql(test.of, sql)})`;
  }
}
