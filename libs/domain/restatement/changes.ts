import type { Explanation, ExplanationLine } from '../scoring/explanation.js';
import type { ScoredIndicator } from '../scoring/score.js';
import type { Grade } from '../supplier/status.js';

/** What of a score can be compared with what it was before. */
export interface ComparableScore {
  readonly score: number | null;
  readonly grade: Grade;
  readonly indicators: readonly ScoredIndicator[];
  readonly explanation: Explanation;
}

/** One figure that differs; `indicator` is null for what belongs to the score as a whole. Decimal numbers as text. */
export interface ScoreChange {
  readonly indicator: string | null;
  readonly what: 'score' | 'grade' | 'weightWithData' | 'gates' | (typeof lineFields)[number];
  readonly before: string | null;
  readonly after: string | null;
}

const lineFields = ['status', 'numerator', 'denominator', 'sample', 'value', 'points', 'contribution'] as const;

/** What a restatement changed, the score first, then line by line of the template, then the indicators that are not weighed. */
export function changesBetween(before: ComparableScore, after: ComparableScore): ScoreChange[] {
  return [
    ...change(null, 'score', before.explanation.score, after.explanation.score),
    ...change(null, 'grade', before.grade, after.grade),
    ...change(null, 'weightWithData', before.explanation.weightWithData, after.explanation.weightWithData),
    ...change(null, 'gates', gatesOf(before), gatesOf(after)),
    ...after.explanation.lines.flatMap((line) => changesOf(line.indicator, lineOf(before, line.indicator), line)),
    ...after.indicators
      .filter(({ indicator }) => !lineOf(after, indicator))
      .flatMap((item) => changesOf(item.indicator, before.indicators.find(({ indicator }) => indicator === item.indicator), item)),
  ];
}

type Figures = Partial<Record<(typeof lineFields)[number], string | number | null>>;

function changesOf(indicator: string, before: Figures | undefined, after: Figures): ScoreChange[] {
  return lineFields.flatMap((field) => change(indicator, field, written(before?.[field]), written(after[field])));
}

function change(indicator: string | null, what: ScoreChange['what'], before: string | null, after: string | null): ScoreChange[] {
  return before === after ? [] : [{ indicator, what, before, after }];
}

function lineOf({ explanation }: ComparableScore, name: string): ExplanationLine | undefined {
  return explanation.lines.find(({ indicator }) => indicator === name);
}

function gatesOf({ explanation }: ComparableScore): string {
  return explanation.gates.map(({ gate }) => gate).join(', ');
}

function written(value: string | number | null | undefined): string | null {
  return value == null ? null : String(value);
}
