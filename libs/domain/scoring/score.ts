import { indicatorNamed, indicators, type IndicatorName } from '../indicators/catalogue.js';
import type { Figure, IndicatorDefinition } from '../indicators/definition.js';
import { Exact } from '../indicators/exact.js';
import { type IndicatorItem, showFigure, statusOf } from '../indicators/item.js';
import type { Measures } from '../indicators/measures.js';
import type { Explanation, ExplanationLine } from './explanation.js';
import type { Grade, Segment } from '../supplier/status.js';
import { capGrade, type Gate, type GateName, type GradeBounds, gradeOf, shownGate, shownScore } from './grade.js';
import { normalise } from './normaliser.js';
import type { TemplateLine } from './template.js';

/** What of a policy a score rests on. */
export interface ScoringTerms {
  readonly policyVersion: number;
  readonly templates: Readonly<Record<Segment, readonly TemplateLine[]>>;
  readonly gradeBounds: GradeBounds;
  readonly gates: readonly Gate[];
  /** Weight, of 100, that must have data for a grade other than N. */
  readonly minimumWeightShare: number;
  readonly minimumSampleOf: (name: IndicatorName) => number;
  /** What a scorecard shows: the built-in indicators, which are the default, and those that the policy defines. */
  readonly indicators?: readonly IndicatorDefinition[];
}

/** What is known of one supplier. */
export interface ScoringInputs {
  readonly segment: Segment;
  readonly measures: Measures;
  /** What the supplier was asked and refused. */
  readonly refused: ReadonlySet<IndicatorName>;
  /** Gates whose condition holds. */
  readonly holding: ReadonlySet<GateName>;
}

/** An indicator as a scorecard shows it; the last three are null where it is not weighed or was not scored. */
export interface ScoredIndicator extends IndicatorItem {
  readonly weight: number | null;
  readonly points: number | null;
  readonly contribution: number | null;
}

/** A score; `score` has one decimal and is null with grade N. */
export interface SupplierScore {
  readonly score: string | null;
  readonly grade: Grade;
  readonly indicators: readonly ScoredIndicator[];
  readonly explanation: Explanation;
}

/**
 * Decimal places that carry the arithmetic: each value, its points and its shared weight are rounded to them, half up,
 * so that PostgreSQL and this reference go the same way digit for digit.
 */
export const SCORE_PLACES = 20;
/** Decimal places that are written down, so that what is read rounds to the same score as what was computed. */
export const WRITTEN_PLACES = 10;

interface WeighedLine {
  readonly line: TemplateLine;
  readonly points: Exact | null;
  readonly shown: Omit<ExplanationLine, 'sharedWeight' | 'contribution'>;
}

/** Scores and grades one supplier as domain.md §5 says. Pure: the same terms and inputs give the same score. */
export function scoreSupplier(terms: ScoringTerms, inputs: ScoringInputs): SupplierScore {
  const weighed = terms.templates[inputs.segment].map((line) => weighLine(line, terms, inputs));
  const withData = weighed.reduce((sum, { line, points }) => (points ? sum.plus(line.weight) : sum), new Exact(0));
  const enough = withData.gt(0) && withData.gte(terms.minimumWeightShare);
  const sum = enough ? places(weightedMean(weighed, withData), WRITTEN_PLACES) : null;
  const shown = sum && shownScore(sum);
  const gradeByScore = shown ? gradeOf(shown, terms.gradeBounds) : 'N';
  const gates = terms.gates.filter(({ gate }) => inputs.holding.has(gate));
  const score = shown?.toFixed(1) ?? null;
  const grade = capGrade(gradeByScore, gates);
  const lines = weighed.map((entry) => ({ ...entry.shown, ...shareWeight(entry, withData, enough) }));
  return {
    score,
    grade,
    indicators: scorecard(inputs.measures, terms, lines),
    explanation: {
      policyVersion: terms.policyVersion,
      segment: inputs.segment,
      lines,
      weightWithData: written(withData),
      minimumWeightShare: terms.minimumWeightShare,
      sum: sum && written(sum),
      score,
      gradeBounds: terms.gradeBounds,
      gradeByScore,
      gates: gates.map(shownGate),
      grade,
    },
  };
}

function weighLine(line: TemplateLine, terms: ScoringTerms, inputs: ScoringInputs): WeighedLine {
  const definition = indicatorNamed(line.indicator, terms.indicators);
  const figure = figureOf(definition, inputs.measures);
  const minimumSample = terms.minimumSampleOf(line.indicator);
  const status = inputs.refused.has(line.indicator) ? 'refused' : statusOf(figure, minimumSample);
  const points = pointsOf();
  return {
    line,
    points,
    shown: {
      indicator: line.indicator,
      status,
      numerator: written(figure.numerator),
      denominator: written(figure.denominator),
      sample: figure.sample,
      minimumSample,
      value: figure.value && written(figure.value),
      normaliser: line.normaliser,
      points: points && written(points),
      weight: line.weight,
    },
  };

  function pointsOf(): Exact | null {
    if (status === 'refused') return new Exact(0);
    return status === 'ok' && figure.value ? places(normalise(line.normaliser, figure.value, definition.direction), SCORE_PLACES) : null;
  }
}

function figureOf(definition: IndicatorDefinition, measures: Measures): Figure {
  const figure = definition.from(measures);
  return { ...figure, value: figure.value && places(figure.value, SCORE_PLACES) };
}

function weightedMean(weighed: readonly WeighedLine[], withData: Exact): Exact {
  return weighed
    .reduce((sum, { line, points }) => (points ? sum.plus(points.times(line.weight)) : sum), new Exact(0))
    .div(withData);
}

function shareWeight(
  { line, points }: WeighedLine,
  withData: Exact,
  enough: boolean,
): Pick<ExplanationLine, 'sharedWeight' | 'contribution'> {
  if (!points || !enough) return { sharedWeight: null, contribution: null };
  const shared = places(new Exact(line.weight).times(100).div(withData), SCORE_PLACES);
  return { sharedWeight: written(shared), contribution: written(shared.times(points).div(100)) };
}

function scorecard(measures: Measures, terms: ScoringTerms, lines: readonly ExplanationLine[]): ScoredIndicator[] {
  const byName = new Map(lines.map((line) => [line.indicator, line]));
  const numberOf = (text: string | null | undefined): number | null => (text == null ? null : Number(text));
  return (terms.indicators ?? indicators).map((definition) => {
    const line = byName.get(definition.name);
    return {
      indicator: definition.name,
      unit: definition.unit,
      ...showFigure(figureOf(definition, measures), terms.minimumSampleOf(definition.name)),
      weight: line?.weight ?? null,
      points: numberOf(line?.points),
      contribution: numberOf(line?.contribution),
    };
  });
}

function places(number: Exact, count: number): Exact {
  return number.toDecimalPlaces(count, Exact.ROUND_HALF_UP);
}

/** Zero has no sign, whatever it came from. */
function written(number: Exact): string {
  const text = places(number, WRITTEN_PLACES).toFixed();
  return text === '-0' ? '0' : text;
}
