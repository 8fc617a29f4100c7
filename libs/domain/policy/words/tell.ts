import { findIndicator } from '../../indicators/catalogue.js';
import type { Direction, Unit } from '../../indicators/definition.js';
import { explainWords, type ExplainWords } from '../../scoring/explain-words.js';
import type { GateName } from '../../scoring/grade.js';
import { type ExplanationLanguage, indicatorWords } from '../../scoring/indicator-words.js';
import type { Normaliser } from '../../scoring/normaliser.js';
import type { Segment } from '../../supplier/status.js';
import { fits, isFields, isList, type Json, type PolicyChange } from '../diff.js';
import type { Policy } from '../policy.js';
import { en } from './en.js';
import { isLabel } from './labels.js';
import { ru } from './ru.js';
import type { Words } from './words.js';
import { zh } from './zh.js';

const wordsOf: Readonly<Record<ExplanationLanguage, Words>> = { en, ru, zh };

/** The two policies that a change lies between: they know the titles of their own indicators and questions. */
export interface Between {
  readonly before: Policy;
  readonly after: Policy;
}

type Tell = (change: PolicyChange, say: Saying) => string | null;

/** How each kind of change is told; the first that fits and has something to say. */
const tellers: readonly (readonly [pattern: string, tell: Tell])[] = [
  ['name', ({ before, after }, { words, value }) => words.unlike.renamed(value(before), value(after))],
  ['templates.*.*.weight', tellWeight],
  ['templates.*.*.normaliser', tellNormaliser],
  ['templates.*.*', tellLine],
  ['templates.*', tellTemplateOrder],
  ['gradeBounds.*', ({ path, before, after }, { words, value }) => words.unlike.gradeBegins(path.at(-1) ?? '', value(before), value(after))],
  ['gates.*', tellGate],
  ['gates.*.highestGrade', ({ path, before, after }, { words, value, condition }) => words.unlike.gateChanged(condition(path[1]), value(before), value(after))],
  ['minimumSamples.*', ({ path, before, after }, say) => say.words.unlike.sampleChanged(say.indicator(path[1] ?? ''), sample(before, say), sample(after, say))],
  ['indicators.*', tellIndicator],
  ['indicators.*.*', ({ path, before, after }, say) => say.words.unlike.indicatorChanged(say.indicator(path[1] ?? ''), say.label(path.slice(2)), say.value(before), say.value(after))],
  ['consequences.*', tellConsequence],
  ['consequences.*.*', tellConsequence],
  ['consequences.*.terms.*', tellConsequence],
  ['segmentation.questions.*', tellQuestion],
  ['segmentation.figures.*', tellFigure],
  ['segmentation.figures.*.*', tellFigureField],
];

/** One change as a sentence of the language. */
export function tellChange(change: PolicyChange, between: Between, language: ExplanationLanguage): string {
  const say = saying(language, between);
  for (const [pattern, tell] of tellers) {
    const told = fits(pattern, change.path) ? tell(change, say) : null;
    if (told !== null) return told;
  }
  return change.path[1] === 'questions' && change.path.length > 3 ? tellInQuestion(change, say) : tellPlain(change, say);
}

function tellPlain({ kind, path, before, after }: PolicyChange, { words, value, label }: Saying): string {
  const what = label(path);
  if (kind === 'reordered') return words.unlike.reordered(what, value(after));
  if (kind === 'added') return words.unlike.added(what, value(after));
  if (kind === 'removed') return words.unlike.removed(what, value(before));
  if (typeof before === 'number' && typeof after === 'number') return words.unlike[after > before ? 'rises' : 'falls'](what, value(before), value(after));
  return words.unlike.changes(what, value(before), value(after));
}

function tellWeight({ path, before, after }: PolicyChange, { words, value, indicator }: Saying): string {
  return words.unlike.weightChanged(segmentOf(words, path), indicator(path[2] ?? ''), value(before), value(after), Number(after) > Number(before));
}

function tellNormaliser({ path, before, after }: PolicyChange, say: Saying): string {
  const name = path[2] ?? '';
  return say.words.unlike.scoredOtherwise(segmentOf(say.words, path), say.indicator(name), say.rule(name, before), say.rule(name, after));
}

function tellLine({ kind, path, before, after }: PolicyChange, say: Saying): string | null {
  const [segment, name] = [segmentOf(say.words, path), path[2] ?? ''];
  if (kind === 'added') return say.words.unlike.weighed(segment, say.indicator(name), say.value(field(after, 'weight')), say.rule(name, field(after, 'normaliser')));
  return kind === 'removed' ? say.words.unlike.notWeighed(segment, say.indicator(name), say.value(field(before, 'weight'))) : null;
}

function tellTemplateOrder({ kind, path, after }: PolicyChange, say: Saying): string | null {
  if (kind !== 'reordered' || !isList(after)) return null;
  return say.words.unlike.reordered(`${say.label(['templates'])} (${segmentOf(say.words, path)})`, after.map((name) => say.indicator(String(name))).join(', '));
}

function tellGate({ kind, path, before, after }: PolicyChange, { words, value, condition }: Saying): string | null {
  if (kind === 'added') return words.unlike.gateAdded(condition(path[1]), value(field(after, 'highestGrade')));
  return kind === 'removed' ? words.unlike.gateRemoved(condition(path[1]), value(field(before, 'highestGrade'))) : null;
}

function tellIndicator({ kind, path, after }: PolicyChange, say: Saying): string | null {
  const formula = field(after, 'formula');
  const value = formula === null ? `(${say.value(field(after, 'numerator'))}) / (${say.value(field(after, 'denominator'))})` : say.value(formula);
  if (kind === 'added') return say.words.unlike.indicatorAdded(say.indicator(path[1] ?? ''), `${value}${say.unit(field(after, 'unit'))}`);
  return kind === 'removed' ? say.words.unlike.indicatorRemoved(say.indicator(path[1] ?? '')) : null;
}

function tellQuestion({ kind, before, after }: PolicyChange, { words, value }: Saying): string | null {
  const [asked, axis] = [value(field(kind === 'removed' ? before : after, 'ask')), value(field(kind === 'removed' ? before : after, 'axis'))];
  if (kind === 'added') return words.unlike.questionAdded(axis, asked, value(field(after, 'weight')));
  return kind === 'removed' ? words.unlike.questionRemoved(axis, asked) : null;
}

function tellInQuestion({ kind, path: [, , question = '', within = '', answer, ...rest], before, after }: PolicyChange, say: Saying): string {
  const { questionChanged } = say.words.unlike;
  const asked = say.question(question);
  if (within !== 'scale') return questionChanged(asked, say.label([within]), say.value(before), say.value(after));
  if (answer === undefined) return questionChanged(asked, say.label(['answer']), say.value(before), say.value(after));
  const meant = (value: Json): string => (value === null ? say.value(null) : `“${say.value(field(value, 'meaning'))}”, ${say.label(['points'])} ${say.value(field(value, 'points'))}`);
  if (kind === 'added' || kind === 'removed') return questionChanged(asked, say.label(['answer']), meant(before), meant(after));
  return questionChanged(asked, `${say.label(['answer'])} “${say.answer(question, answer)}”, ${say.label(rest)}`, say.value(before), say.value(after));
}

function tellFigure({ kind, path, before, after }: PolicyChange, { words, value }: Saying): string | null {
  const [figure = '', axis = ''] = (path[2] ?? '').split('/');
  if (kind === 'added') return words.unlike.figureAdded(value(axis), value(figure), value(field(after, 'weight')));
  return kind === 'removed' && before !== null ? words.unlike.figureRemoved(value(axis), value(figure)) : null;
}

function tellFigureField({ path, before, after }: PolicyChange, { words, value, label }: Saying): string {
  const [figure = '', axis = ''] = (path[2] ?? '').split('/');
  return words.unlike.figureChanged(value(axis), value(figure), label(path.slice(3)), value(before), value(after));
}

/** A rule is known to people by what it leads to. */
function tellConsequence({ path: [, name = '', ...within], ...change }: PolicyChange, say: Saying): string {
  const kind = say.consequence(name);
  if (within.length === 0) {
    const part = (value: Json): Json => (value === null ? null : field(value, 'kind'));
    return tellPlain({ ...change, path: ['consequences'], before: part(change.before), after: part(change.after) }, say);
  }
  const label = `${say.label(['consequences'])} (${kind})`;
  return tellPlain({ ...change, path: ['consequences', ...within] }, { ...say, label: (path) => `${label}, ${say.label(path)}` });
}

const field = (value: Json, name: string): Json => (isFields(value) ? (value[name] ?? null) : null);
const sample = (value: Json, say: Saying): string | null => (value === null ? null : say.value(value));
const segmentOf = (words: Words, path: readonly string[]): string => words.segments[path[1] as Segment];

/** Puts parts of a change into words. */
interface Saying {
  readonly words: Words;
  value(value: Json): string;
  label(path: readonly string[]): string;
  indicator(name: string): string;
  /** What holds while a gate does. */
  condition(gate: string | undefined): string;
  /** What a rule leads to. */
  consequence(rule: string): string;
  question(name: string): string;
  answer(question: string, name: string): string;
  unit(unit: Json): string;
  rule(indicator: string, normaliser: Json): string;
}

function saying(language: ExplanationLanguage, { before, after }: Between): Saying {
  const [words, explained] = [wordsOf[language], explainWords[language]];
  const numbers = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 20, useGrouping: false });
  const own = [...after.indicators, ...before.indicators];
  const questions = [...after.segmentation.questions, ...before.segmentation.questions];
  const say: Saying = {
    words,
    value(value) {
      if (typeof value === 'number') return numbers.format(value);
      if (isList(value)) return value.length === 0 ? say.value(null) : value.map(say.value).join('; ');
      if (isFields(value)) return Object.entries(value).map(([name, each]) => `${say.label([name])} ${say.value(each)}`).join(', ');
      return words.values[String(value)] ?? words.segments[String(value) as Segment] ?? String(value);
    },
    label(path) {
      // The longest part of the path that has a name, then what follows: “Alert … : threshold”.
      for (let length = path.length; length > 0; length -= 1) {
        const [head, rest] = [path.slice(0, length).join('.'), path.slice(length)];
        if (isLabel(head)) return [words.labels[head], ...(rest.length > 0 ? [say.label(rest)] : [])].join(', ');
      }
      return path.join('.');
    },
    condition: (gate) => explained.gates[gate as GateName],
    indicator(name) {
      const builtIn = findIndicator(name);
      return builtIn ? indicatorWords(builtIn, language).title : (own.find((each) => each.name === name)?.title ?? name);
    },
    consequence: (rule) => say.value([...after.consequences, ...before.consequences].find(({ name }) => name === rule)?.kind ?? rule),
    question: (name) => questions.find(({ question }) => question === name)?.ask ?? name,
    answer: (asked, name) => questions.find(({ question }) => question === asked)?.scale.find(({ answer }) => answer === name)?.meaning ?? name,
    unit: (unit) => explained.units[unit as Unit] ?? '',
    rule(name, normaliser) {
      const { unit, direction } = own.find((each) => each.name === name) ?? findIndicator(name) ?? { unit: 'ratio' as Unit, direction: 'higherIsBetter' as Direction };
      return ruleInWords(normaliser as unknown as Normaliser, { direction, words: explained, number: (value) => `${numbers.format(value)}${explained.units[unit]}` });
    },
  };
  return say;
}

/** How a value becomes points, as the explanation of a score has it. */
function ruleInWords(
  normaliser: Normaliser,
  { direction, words, number }: { direction: Direction; words: ExplainWords; number: (value: number) => string },
): string {
  const reached = (bound: number): string => `${direction === 'higherIsBetter' ? words.atLeast : words.atMost} ${number(bound)}`;
  switch (normaliser.kind) {
    case 'linear':
      return words.linear(number(normaliser.floor), number(normaliser.target));
    case 'bands':
      return words.bands(normaliser.bands.map(({ bound, points }) => words.band(reached(bound), points)).join('; '), normaliser.otherwise);
    case 'step':
      return words.step(reached(normaliser.threshold));
  }
}
