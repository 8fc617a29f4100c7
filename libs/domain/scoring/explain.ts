import { indicatorNamed, indicators } from '../indicators/catalogue.js';
import { type IndicatorDefinition, unitTexts } from '../indicators/definition.js';
import { Exact } from '../indicators/exact.js';
import type { Explanation, ExplanationLine } from './explanation.js';
import type { GateName } from './grade.js';
import type { Normaliser } from './normaliser.js';

const gateTexts: Record<GateName, string> = {
  openCriticalNonconformity: 'a critical nonconformity is open',
  expiredMandatoryCertificate: 'a mandatory certificate has expired and none is valid in its place',
  sanctionsHit: 'the supplier is on a sanctions list',
  forgedCertificate: 'a certificate was found to be forged',
};

/**
 * The score in English sentences with every number, so that a person can recompute it with pen and paper.
 * `among` are the indicators that the policy of the score knows, where it defines some of its own.
 */
export function explainScore(explanation: Explanation, among: readonly IndicatorDefinition[] = indicators): string[] {
  return [
    `Policy version ${explanation.policyVersion}, template of the ${explanation.segment} segment.`,
    ...explanation.lines.flatMap((line) => explainLine(line, explanation, indicatorNamed(line.indicator, among))),
    ...explainSum(explanation),
    ...explanation.gates.map((gate) => explainGate(gate)),
    `Grade ${explanation.grade}.`,
  ];
}

function explainLine(line: ExplanationLine, explanation: Explanation, definition: IndicatorDefinition): string[] {
  const { title, formula } = definition;
  const figure = `${title} (${formula}): ${explainFigure(line, definition)}`;
  const weighed = explainWeight(line, explanation);
  if (line.status === 'refused') return [`${title}: asked and refused = 0 points.`, ...weighed];
  if (line.status === 'insufficientData')
    return [
      `${figure} Insufficient data: a sample of ${line.sample}, at least ${line.minimumSample} needed; its weight of ${line.weight} goes to the rest.`,
    ];
  return [figure, `  ${explainPoints(line, definition)}`, ...weighed];
}

function explainFigure(line: ExplanationLine, { unit, scale }: IndicatorDefinition): string {
  if (line.value === null) return `${short(line.numerator)} / ${short(line.denominator)} has no value.`;
  const times = scale === 1 ? '' : ` × ${scale}`;
  return `${short(line.numerator)} / ${short(line.denominator)}${times} = ${short(line.value)}${unitTexts[unit]}, sample ${line.sample}.`;
}

function explainPoints(line: ExplanationLine, { unit, direction }: IndicatorDefinition): string {
  const suffix = unitTexts[unit];
  const reached = direction === 'higherIsBetter' ? 'at least' : 'at most';
  const result = `= ${short(line.points)} points.`;
  const rule = explainRule(line.normaliser, line.value, suffix, reached);
  return `${rule} ${result}`;
}

function explainRule(normaliser: Normaliser, value: string | null, suffix: string, reached: string): string {
  switch (normaliser.kind) {
    case 'linear': {
      const { floor, target } = normaliser;
      return `Evenly from 0 points at ${floor}${suffix} to 100 at ${target}${suffix}, and no further: (${short(value)} − ${floor}) / (${target} − ${floor}) × 100`;
    }
    case 'bands': {
      const bands = normaliser.bands.map(({ bound, points }) => `${reached} ${bound}${suffix}: ${points} points`);
      return `The first that holds of ${bands.join('; ')}; otherwise ${normaliser.otherwise} points`;
    }
    case 'step':
      return `100 points for ${reached} ${normaliser.threshold}${suffix}, otherwise 0`;
  }
}

function explainWeight(line: ExplanationLine, explanation: Explanation): string[] {
  if (line.sharedWeight === null || line.contribution === null) return [];
  const shared =
    explanation.weightWithData === '100'
      ? `Weight ${line.weight}`
      : `Weight ${line.weight} / ${explanation.weightWithData} with data × 100 = ${short(line.sharedWeight)}`;
  return [`  ${shared}; ${short(line.points)} × ${short(line.sharedWeight)} / 100 = ${short(line.contribution)}.`];
}

function explainSum(explanation: Explanation): string[] {
  const { sum, score, gradeBounds: bounds, weightWithData, minimumWeightShare } = explanation;
  if (sum === null || score === null)
    return [`Only ${weightWithData} of 100 weight has data, at least ${minimumWeightShare} needed: not enough for a score.`];
  const terms = explanation.lines.flatMap((line) => (line.contribution === null ? [] : [short(line.contribution)]));
  return [
    `Sum: ${terms.join(' + ')} = ${sum}; with one decimal, half up: ${score}.`,
    `A from ${bounds.A}, B from ${bounds.B}, C below: ${score} is ${explanation.gradeByScore}.`,
  ];
}

function explainGate({ gate, highestGrade, fatal }: Explanation['gates'][number]): string {
  return `At most ${highestGrade}, because ${gateTexts[gate]}.${fatal ? ' This is fatal: a phase-out is proposed.' : ''}`;
}

/** Six places are enough for pen and paper; the explanation's data carries ten. */
function short(text: string | null): string {
  return text === null ? 'nothing' : new Exact(text).toDecimalPlaces(6).toFixed();
}
