import { z } from 'zod';
import { type Expression, FormulaInvalid, parseFormula } from '../formula/formula.js';
import { mostDigits } from '../formula/magnitude.js';
import { indicatorNameSchema, indicators } from './catalogue.js';
import { defineIndicator, defineRead, directionSchema, type IndicatorDeclaration, type IndicatorDefinition, type Scale, unitSchema } from './definition.js';
import { measureNames } from './measure-catalogue.js';

/** PostgreSQL and JSON show figures as floating-point numbers, which end at 308 digits; percent, millionths and the quotient need some of them. */
const MOST_DIGITS = 250;

/** A formula over the measures of the catalogue; each fault carries its place in the text. */
const formulaSchema = z
  .string()
  .max(2_000)
  .regex(/\S/, { message: 'is empty; give a formula', abort: true })
  .superRefine((text, context) => {
    try {
      if (mostDigits(parseFormula(text, measureNames)) > MOST_DIGITS)
        context.addIssue({ code: 'custom', path: [], message: `line 1, column 1: The formula multiplies so often that its value could have more than ${MOST_DIGITS} digits.` });
    } catch (error) {
      if (!(error instanceof FormulaInvalid)) throw error;
      for (const { line, column, message } of error.faults)
        context.addIssue({ code: 'custom', path: [], message: `line ${line}, column ${column}: ${message}` });
    }
  })
  // Only after the reading, or else lines and columns would be counted in another text than was sent.
  .overwrite((text) => text.trim());

/**
 * An indicator that a policy defines from existing measures, either as numerator and denominator, of which the value is
 * numerator / denominator × scale, or as one formula, which is then the value itself. `sample` says on how many facts it rests.
 */
export const userIndicatorSchema = z
  .strictObject({
    name: indicatorNameSchema,
    title: z.string().trim().min(1).max(120),
    unit: unitSchema,
    direction: directionSchema,
    minimumSample: z.int().min(1).max(10_000).default(1),
    numerator: formulaSchema.optional(),
    denominator: formulaSchema.optional(),
    formula: formulaSchema.optional(),
    sample: formulaSchema,
  })
  .superRefine(({ name, numerator, denominator, formula }, context) => {
    if (indicators.some((builtIn) => builtIn.name === name))
      context.addIssue({ code: 'custom', path: ['name'], message: `${name} is a built-in indicator; choose another name` });
    const asQuotient = numerator !== undefined && denominator !== undefined && formula === undefined;
    const asFormula = numerator === undefined && denominator === undefined && formula !== undefined;
    if (!asQuotient && !asFormula)
      context.addIssue({ code: 'custom', path: ['formula'], message: 'give either a formula, or a numerator and a denominator' });
  });

/** See {@link userIndicatorSchema}. */
export type UserIndicator = z.infer<typeof userIndicatorSchema>;

/** The indicators that a policy defines; no two have the same name. */
export const userIndicatorsSchema = z
  .array(userIndicatorSchema)
  .max(50)
  .superRefine((defined, context) => {
    defined.forEach(({ name }, index) => {
      if (defined.findIndex((other) => other.name === name) < index)
        context.addIssue({ code: 'custom', path: [index, 'name'], message: `${name} is defined twice` });
    });
  });

/** The built-in indicators and those that a policy defines, in this order. `defined` has passed {@link userIndicatorsSchema}. */
export function indicatorsOf(defined: readonly UserIndicator[]): readonly IndicatorDefinition[] {
  return defined.length === 0 ? indicators : [...indicators, ...defined.map(definitionOf)];
}

const scales: Partial<Record<UserIndicator['unit'], Scale>> = { percent: 100, perHundredLines: 100, partsPerMillion: 1_000_000 };

function definitionOf({ name, title, unit, direction, minimumSample, numerator = '0', denominator = '0', formula, sample }: UserIndicator): IndicatorDefinition {
  const named = { name, title, titleKey: null, unit, direction, minimumSample, sample };
  if (formula !== undefined) return defineWhole(named, formula);
  const scale = scales[unit] ?? 1;
  const words = `(${numerator}) / (${denominator})${scale === 1 ? '' : ` × ${scale}`}`;
  return defineIndicator({ ...named, formula: words, numerator, denominator, scale });
}

/**
 * A whole formula is divided by 1 where there are facts, so that without facts it has no value. The divisor is put together from
 * the sample as read: as a text it could be longer or deeper than a formula may be.
 */
function defineWhole(named: Omit<IndicatorDeclaration, 'formula' | 'numerator' | 'denominator' | 'scale'>, formula: string): IndicatorDefinition {
  const sample = parseFormula(named.sample, measureNames);
  const number = (text: string): Expression => ({ kind: 'number', text });
  const denominator: Expression = {
    kind: 'choice',
    test: { kind: 'comparison', operator: '>', left: sample, right: number('0') },
    then: number('1'),
    otherwise: number('0'),
  };
  const declaration = { ...named, formula, numerator: formula, denominator: `if((${named.sample}) > 0, 1, 0)`, scale: 1 as const };
  return defineRead(declaration, { numerator: parseFormula(formula, measureNames), denominator, sample });
}
