import type { Segment } from '../../supplier/status.js';
import type { Label } from './labels.js';

/** Whatever a sentence is about, already in words of the language. */
export type Said = string;

/** What a language needs to tell how two policies differ: words, and sentences made of them. */
export interface Words {
  readonly locale: string;
  readonly segments: Readonly<Record<Segment, Said>>;
  /** Fields of the policy that are a number, a choice or a list, each with its unit. */
  readonly labels: Readonly<Record<Label, Said>>;
  /** Words for values: `true`, `false`, `null`, severities and names of figures. */
  readonly values: Readonly<Record<string, Said>>;
  readonly unlike: Sentences;
}

/** The sentences; every argument is in words already, numbers included. */
export interface Sentences {
  renamed(before: Said, after: Said): string;
  weightChanged(segment: Said, indicator: Said, before: Said, after: Said, rises: boolean): string;
  weighed(segment: Said, indicator: Said, weight: Said, rule: Said): string;
  notWeighed(segment: Said, indicator: Said, weight: Said): string;
  scoredOtherwise(segment: Said, indicator: Said, before: Said, after: Said): string;
  gradeBegins(grade: Said, before: Said, after: Said): string;
  gateAdded(condition: Said, grade: Said): string;
  gateRemoved(condition: Said, grade: Said): string;
  gateChanged(condition: Said, before: Said, after: Said): string;
  sampleChanged(indicator: Said, before: Said | null, after: Said | null): string;
  indicatorAdded(title: Said, definition: Said): string;
  indicatorRemoved(title: Said): string;
  indicatorChanged(title: Said, field: Said, before: Said, after: Said): string;
  questionAdded(axis: Said, question: Said, weight: Said): string;
  questionRemoved(axis: Said, question: Said): string;
  questionChanged(question: Said, field: Said, before: Said, after: Said): string;
  figureAdded(axis: Said, figure: Said, weight: Said): string;
  figureRemoved(axis: Said, figure: Said): string;
  figureChanged(axis: Said, figure: Said, field: Said, before: Said, after: Said): string;
  reordered(what: Said, names: Said): string;
  rises(what: Said, before: Said, after: Said): string;
  falls(what: Said, before: Said, after: Said): string;
  changes(what: Said, before: Said, after: Said): string;
  added(what: Said, after: Said): string;
  removed(what: Said, before: Said): string;
}
