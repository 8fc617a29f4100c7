import { indicatorNamed, type IndicatorName } from '../indicators/catalogue.js';
import { Exact } from '../indicators/exact.js';
import { type IndicatorItem, indicatorItems, statusOf } from '../indicators/item.js';
import type { Measures } from '../indicators/measures.js';
import type { Explanation, ExplanationLine } from './explanation.js';
import type { Grade, Segment } from '../supplier/status.js';
import { capGrade, type Gate, type GateName, type GradeBounds, gradeOf, shownScore } from './grade.js';
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
  const sum = enough ? places(weightedMean(weighed, withData)) : null;
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
      gates,
      grade,
    },
  };
}

function weighLine(line: TemplateLine, terms: ScoringTerms, inputs: ScoringInputs): WeighedLine {
  const definition = indicatorNamed(line.indicator);
  const figure = definition.from(inputs.measures);
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
    return status === 'ok' && figure.value ? normalise(line.normaliser, figure.value, definition.direction) : null;
  }
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
  const shared = new Exact(line.weight).times(100).div(withData);
  return { sharedWeight: written(shared), contribution: written(shared.times(points).div(100)) };
}

function scorecard(measures: Measures, terms: ScoringTerms, lines: readonly ExplanationLine[]): ScoredIndicator[] {
  const byName = new Map(lines.map((line) => [line.indicator, line]));
  const numberOf = (text: string | null | undefined): number | null => (text == null ? null : Number(text));
  return indicatorItems(measures, terms.minimumSampleOf).map((item) => {
    const line = byName.get(item.indicator);
    return {
      ...item,
      weight: line?.weight ?? null,
      points: numberOf(line?.points),
      contribution: numberOf(line?.contribution),
    };
  });
}

/** Ten places carry the arithmetic, so that what is written down rounds to the same score as what was computed. */
function places(number: Exact): Exact {
  return number.toDecimalPlaces(10, Exact.ROUND_HALF_UP);
}

function written(number: Exact): string {
  return places(number).toFixed();
}
