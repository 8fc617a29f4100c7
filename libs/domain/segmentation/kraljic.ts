import { Decimal } from 'decimal.js';
import { segments, type Segment } from '../supplier/status.js';
import type { Axis, FigureName, FigureTerm, Question, SegmentationTerms } from './terms.js';

/** Answers of people: question → answer of its scale. */
export type Answers = Readonly<Record<string, string>>;
/** Figures from the facts; null where there are none. Shares in percent, lead time in days. */
export type Figures = Readonly<Record<FigureName, number | null>>;

/** One weighed input of an axis; `points` × `weight` is what it brings in. */
export interface AxisLine {
  readonly input: string;
  readonly kind: 'answer' | 'figure';
  readonly given: string | number;
  /** 0–100, four decimals at most. */
  readonly points: number;
  readonly weight: number;
}

/** How an axis came about: `arithmetic` can be typed into a calculator. */
export interface AxisExplanation {
  /** 0–100, two decimals, half up. */
  readonly value: number;
  readonly high: boolean;
  readonly lines: readonly AxisLine[];
  /** What has no answer or figure; its weight is shared among the rest. */
  readonly missing: readonly string[];
  readonly arithmetic: string;
}

/** A supplier's place in Kraljic's matrix for one category. */
export interface Placement {
  readonly segment: Segment;
  readonly explanation: Readonly<Record<Axis, AxisExplanation>> & { readonly highFrom: number };
}

/** Too little is known of an axis to place the supplier. */
export interface Unplaced {
  readonly segment: null;
  readonly lacking: readonly { readonly axis: Axis; readonly weightShare: number; readonly missing: readonly string[] }[];
}

/** An answer that the terms do not know. */
export interface AnswerFault {
  readonly path: string;
  readonly message: string;
}

/** What is wrong with answers under these terms: unknown questions, and answers that are not on the scale. */
export function answerFaults(terms: SegmentationTerms, answers: Answers): AnswerFault[] {
  return Object.entries(answers).flatMap(([name, answer]) => {
    const question = terms.questions.find((each) => each.question === name);
    if (!question) return [{ path: `answers.${name}`, message: `no such question; there are ${terms.questions.map((each) => each.question).join(', ')}` }];
    if (question.scale.some((step) => step.answer === answer)) return [];
    return [{ path: `answers.${name}`, message: `must be one of ${question.scale.map((step) => step.answer).join(', ')}` }];
  });
}

/**
 * Places a supplier (P. Kraljic, "Purchasing must become supply management", HBR 1983): high supply risk and high profit
 * impact is strategic, risk alone bottleneck, impact alone leverage, neither routine. Each axis is the weighted mean of
 * what has data. An answer that the terms no longer know counts as missing. The number shown is the number judged.
 */
export function place(terms: SegmentationTerms, answers: Answers, figures: Figures): Placement | Unplaced {
  const supplyRisk = weigh(terms, 'supplyRisk', answers, figures);
  const profitImpact = weigh(terms, 'profitImpact', answers, figures);
  const lacking = [supplyRisk, profitImpact].filter(({ weightShare }) => weightShare < terms.minimumWeightShare);
  if (lacking.length > 0) {
    return { segment: null, lacking: lacking.map(({ axis, weightShare, missing }) => ({ axis, weightShare, missing })) };
  }
  const explanation = { supplyRisk: explain(terms, supplyRisk), profitImpact: explain(terms, profitImpact), highFrom: terms.high };
  return { segment: segmentOf(explanation.supplyRisk.high, explanation.profitImpact.high), explanation };
}

/** The supplier's own segment: the most critical of its categories; routine while none is placed. */
export function mostCritical(placed: readonly Segment[]): Segment {
  return segments.find((segment) => placed.includes(segment)) ?? 'routine';
}

function segmentOf(risky: boolean, important: boolean): Segment {
  if (risky) return important ? 'strategic' : 'bottleneck';
  return important ? 'leverage' : 'routine';
}

interface Weighed {
  readonly axis: Axis;
  readonly lines: readonly AxisLine[];
  readonly missing: readonly string[];
  /** Weight that has data, of 100. */
  readonly weightShare: number;
}

function weigh(terms: SegmentationTerms, axis: Axis, answers: Answers, figures: Figures): Weighed {
  const questions = terms.questions.filter((question) => question.axis === axis);
  const measured = terms.figures.filter((term) => term.axis === axis);
  const lines = [...questions.flatMap((question) => answerLine(question, answers)), ...measured.flatMap((term) => figureLine(term, figures))];
  const known = new Set(lines.map((line) => line.input));
  const missing = [...questions.map(({ question }) => question), ...measured.map(({ figure }) => figure)].filter((input) => !known.has(input));
  return { axis, lines, missing, weightShare: sum(lines.map((line) => new Decimal(line.weight))).toNumber() };
}

function answerLine({ question, weight, scale }: Question, answers: Answers): AxisLine[] {
  const chosen = Object.hasOwn(answers, question) ? scale.find((step) => step.answer === answers[question]) : undefined;
  return chosen ? [{ input: question, kind: 'answer', given: chosen.answer, points: chosen.points, weight }] : [];
}

function figureLine({ figure, weight, zeroAt, hundredAt }: FigureTerm, figures: Figures): AxisLine[] {
  const given = figures[figure];
  if (given === null) return [];
  const share = new Decimal(given).minus(zeroAt).div(new Decimal(hundredAt).minus(zeroAt)).times(100);
  const points = Decimal.min(100, Decimal.max(0, share)).toDecimalPlaces(4, Decimal.ROUND_HALF_UP).toNumber();
  return [{ input: figure, kind: 'figure', given, points, weight }];
}

function explain(terms: SegmentationTerms, { lines, missing, weightShare }: Weighed): AxisExplanation {
  const total = sum(lines.map((line) => new Decimal(line.points).times(line.weight)));
  const value = total.div(weightShare).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toNumber();
  const arithmetic = `(${lines.map((line) => `${line.points} × ${line.weight}`).join(' + ')}) / ${weightShare} = ${value}`;
  return { value, high: value >= terms.high, lines, missing, arithmetic };
}

const sum = (numbers: readonly Decimal[]) => numbers.reduce((total, each) => total.plus(each), new Decimal(0));
