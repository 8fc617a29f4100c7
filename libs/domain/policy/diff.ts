import type { Policy } from './policy.js';

/** A value of a document. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [field: string]: Json };

/** One thing in which two policies differ; a list whose entries have names is compared name by name. */
export interface PolicyChange {
  readonly kind: 'added' | 'removed' | 'changed' | 'reordered';
  /** Fields and names of entries, such as `templates`, `strategic`, `onTimeDelivery`, `weight`. */
  readonly path: readonly string[];
  /** null when added. For `reordered` the names in their order. */
  readonly before: Json;
  /** null when removed. */
  readonly after: Json;
}

/** By which fields the entries of a list are known; `*` is any one step. */
const namedLists: readonly (readonly [path: string, fields: readonly string[]])[] = [
  ['templates.*', ['indicator']],
  ['gates', ['gate']],
  ['indicators', ['name']],
  ['consequences', ['name']],
  ['evaluation.criteria', ['name']],
  ['segmentation.questions', ['question']],
  ['segmentation.questions.*.scale', ['answer']],
  ['segmentation.figures', ['figure', 'axis']],
];

/** What is one thought although it has fields: how a value becomes points. */
const wholes = ['templates.*.*.normaliser'];

/** Everything in which `after` differs from `before`; empty exactly when they are equal. */
export function diffPolicies(before: Policy, after: Policy): PolicyChange[] {
  // Both are plain JSON: that is how they are stored.
  return compare([], before as unknown as Json, after as unknown as Json);
}

function compare(path: readonly string[], before: Json, after: Json): PolicyChange[] {
  if (isEqual(before, after)) return [];
  const whole: PolicyChange[] = [{ kind: 'changed', path, before, after }];
  if (wholes.some((pattern) => fits(pattern, path))) return whole;
  if (isList(before) && isList(after)) return compareLists(path, before, after) ?? whole;
  return isFields(before) && isFields(after) ? compareFields(path, before, after) : whole;
}

function compareFields(path: readonly string[], before: Fields, after: Fields): PolicyChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const [old, young] = [before[name], after[name]];
    if (old === undefined && young === undefined) return [];
    if (old === undefined) return [{ kind: 'added', path: [...path, name], before: null, after: young ?? null }];
    if (young === undefined) return [{ kind: 'removed', path: [...path, name], before: old, after: null }];
    return compare([...path, name], old, young);
  });
}

/** Null where the entries have no names, or share them. */
function compareLists(path: readonly string[], before: readonly Json[], after: readonly Json[]): PolicyChange[] | null {
  const fields = namedLists.find(([pattern]) => fits(pattern, path))?.[1];
  const [old, young] = [fields && named(before, fields), fields && named(after, fields)];
  if (!old || !young) return null;
  const entries = compareFields(path, Object.fromEntries(old), Object.fromEntries(young));
  const kept = (names: Map<string, Json>, others: Map<string, Json>) => [...names.keys()].filter((name) => others.has(name));
  const [oldOrder, youngOrder] = [kept(old, young), kept(young, old)];
  return isEqual(oldOrder, youngOrder) ? entries : [...entries, { kind: 'reordered', path, before: [...old.keys()], after: [...young.keys()] }];
}

function named(list: readonly Json[], fields: readonly string[]): Map<string, Json> | null {
  const entries = list.map((entry): [string, Json] => [fields.map((field) => (isFields(entry) ? String(entry[field]) : '')).join('/'), entry]);
  const names = new Map(entries);
  return names.size === list.length ? names : null;
}

/** True when the path is one of the pattern's: as long, and equal step by step. */
export function fits(pattern: string, path: readonly string[]): boolean {
  const steps = pattern.split('.');
  return steps.length === path.length && steps.every((step, index) => step === '*' || step === path[index]);
}

type Fields = Readonly<Record<string, Json | undefined>>;

/** True for an object with fields. */
export function isFields(value: Json): value is { readonly [field: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** True for a list. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isEqual(a: Json, b: Json): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((each, index) => isEqual(each, b[index] ?? null));
  if (!isFields(a) || !isFields(b)) return a === b;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => name in a === name in b && isEqual(a[name] ?? null, b[name] ?? null));
}
