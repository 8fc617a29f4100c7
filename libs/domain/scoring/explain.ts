import { indicatorNamed, indicators } from '../indicators/catalogue.js';
import type { IndicatorDefinition } from '../indicators/definition.js';
import { Exact } from '../indicators/exact.js';
import type { Explanation, ExplanationLine } from './explanation.js';
import { type ExplainWords, explainWords } from './explain-words.js';
import type { GateName } from './grade.js';
import { type ExplanationLanguage, indicatorWords } from './indicator-words.js';

/** One line on its way into words. */
interface Said {
  readonly line: ExplanationLine;
  readonly definition: IndicatorDefinition;
  readonly title: string;
  readonly formula: string;
  readonly words: ExplainWords;
}

/**
 * The score in sentences with every number, so that a person can recompute it with pen and paper.
 * `among` are the indicators that the policy of the score knows, where it defines some of its own; `lookedAt` (YYYY-MM-DD) is the
 * day of the score's cut-off, as of which its gates held.
 */
export function explainScore(
  explanation: Explanation,
  among: readonly IndicatorDefinition[] = indicators,
  language: ExplanationLanguage = 'en',
  lookedAt: string | null = null,
): string[] {
  const words = explainWords[language];
  const said = explanation.lines.map((line): Said => {
    const definition = indicatorNamed(line.indicator, among);
    return { line, definition, ...wordsOf(definition, language), words };
  });
  return [
    words.header(explanation.policyVersion, explanation.segment),
    ...said.flatMap((each) => explainLine(each, explanation)),
    ...explainSum(explanation, words),
    ...explanation.gates.map(({ gate, highestGrade, fatal }) => words.gate(highestGrade, gateReason(gate, words, lookedAt), fatal ?? false)),
    words.grade(explanation.grade),
  ];
}

/** Why a gate held, and as of which day that was looked at. */
export function gateReason(gate: GateName, words: ExplainWords, lookedAt: string | null): string {
  return words.gates[gate] + (lookedAt === null ? '' : words.lookedAt(lookedAt));
}

function wordsOf(definition: IndicatorDefinition, language: ExplanationLanguage): { title: string; formula: string } {
  const { title, formula } = indicatorWords(definition, language);
  return { title, formula };
}

function explainLine(said: Said, explanation: Explanation): string[] {
  const { line, title, formula, words } = said;
  const figure = `${title} (${formula}): ${explainFigure(said)}`;
  const weighed = explainWeight(said, explanation);
  if (line.status === 'refused') return [words.refused(title), ...weighed];
  if (line.status === 'insufficientData') return [`${figure} ${words.insufficient(line.sample, line.minimumSample, line.weight)}`];
  return [figure, `  ${explainRule(said)} = ${words.points(line.points ?? words.nothing)}.`, ...weighed];
}

function explainFigure({ line, definition: { unit, scale }, words }: Said): string {
  const quotient = `${short(line.numerator, words)} / ${short(line.denominator, words)}`;
  if (line.value === null) return words.noValue(quotient);
  const times = scale === 1 ? '' : ` × ${scale}`;
  return `${quotient}${times} = ${short(line.value, words)}${words.units[unit]}, ${words.sample(line.sample)}.`;
}

function explainRule({ line: { normaliser, value }, definition: { unit, direction }, words }: Said): string {
  const suffix = words.units[unit];
  const reached = (bound: number) => `${direction === 'higherIsBetter' ? words.atLeast : words.atMost} ${words.number(bound)}${suffix}`;
  switch (normaliser.kind) {
    case 'linear': {
      const [floor, target] = [words.number(normaliser.floor), words.number(normaliser.target)];
      return `${words.linear(`${floor}${suffix}`, `${target}${suffix}`)}: (${short(value, words)} − ${floor}) / (${target} − ${floor}) × 100`;
    }
    case 'bands':
      return words.bands(normaliser.bands.map(({ bound, points }) => words.band(reached(bound), points)).join('; '), normaliser.otherwise);
    case 'step':
      return words.step(reached(normaliser.threshold));
  }
}

function explainWeight({ line, words }: Said, { weightWithData }: Explanation): string[] {
  const { weight, sharedWeight, contribution, points } = line;
  if (sharedWeight === null || contribution === null) return [];
  const shared = short(sharedWeight, words);
  const weighed = weightWithData === '100' ? words.weight(weight) : words.sharedWeight(weight, weightWithData, shared);
  return [`  ${weighed}; ${short(points, words)} × ${shared} / 100 = ${short(contribution, words)}.`];
}

function explainSum(explanation: Explanation, words: ExplainWords): string[] {
  const { sum, score, gradeBounds, weightWithData, minimumWeightShare } = explanation;
  if (sum === null || score === null) return [words.tooLittle(weightWithData, minimumWeightShare)];
  const contributions = explanation.lines.flatMap(({ contribution }) => contribution ?? []);
  const added = contributions.reduce((total, each) => total.plus(each), new Exact(0));
  // The sum was made before the contributions were rounded: of thirds it can be another one in the last place.
  const terms = `${contributions.map((each) => short(each, words)).join(' + ')} ${added.eq(sum) ? '=' : '≈'} ${short(sum, words)}`;
  return [words.sum(terms, score), words.bounds(gradeBounds.A, gradeBounds.B, score, explanation.gradeByScore)];
}

/** All ten places that the explanation's data carries: with fewer, what is shown would not add up. */
function short(text: string | null, words: ExplainWords): string {
  return text === null ? words.nothing : words.number(new Exact(text).toFixed());
}
