import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';

/** One thing that a schema refuses; `key` is given where a field's name is at fault, not its value. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly key?: string;
  readonly message: string;
}

type JsonSchema = { readonly [key: string]: unknown };

/** Further away than this, or than a third of its length, a name is another word, not a slip of the pen. */
const SLIP = 3;

/** More faults than this help nobody. */
export const FAULT_LIMIT = 50;

/** Zod's issues, the first {@link FAULT_LIMIT}, in words that say what to do; each unknown field by itself, with the nearest known one. */
export function issuesOf(schema: z.ZodType, document: unknown, error: z.ZodError): Issue[] {
  return error.issues.slice(0, FAULT_LIMIT).flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: messageOf(issue, valueAt(document, issue.path)) }];
    const known = fieldsAt(schema, issue.path);
    return issue.keys
      .slice(0, FAULT_LIMIT)
      .map((key) => ({ path: [...issue.path, key], key, message: `there is no such field here; ${nearest(key, known)}` }));
  }).slice(0, FAULT_LIMIT);
}

function messageOf(issue: z.core.$ZodIssue, given: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return given === undefined ? `is missing; give ${a(issue.expected)}` : `must be ${a(issue.expected)}`;
    case 'invalid_value':
      return given === undefined
        ? `is missing; give one of ${issue.values.map(String).join(', ')}`
        : `${JSON.stringify(given)} is not known; ${nearest(given, issue.values.map(String))}`;
    case 'too_big':
      return issue.inclusive === false ? `must be less than ${issue.maximum}${of(issue.origin)}` : `must be at most ${issue.maximum}${of(issue.origin)}`;
    case 'too_small':
      return issue.inclusive === false ? `must be more than ${issue.minimum}${of(issue.origin)}` : `must be at least ${issue.minimum}${of(issue.origin)}`;
    case 'invalid_union':
      return given === undefined ? 'is missing' : issue.message;
    default:
      return issue.message;
  }
}

const of = (origin: string): string => (origin === 'string' ? ' characters long' : origin === 'array' ? ' entries long' : '');

function a(type: string): string {
  const words: Readonly<Record<string, string>> = { int: 'a whole number', object: 'fields with values', array: 'a list', string: 'a text', record: 'fields with values' };
  return words[type] ?? `a ${type}`;
}

/** What a text was perhaps meant to be, or everything that it can be. */
export function nearest(given: unknown, known: readonly string[]): string {
  if (known.length === 0) return 'take it out';
  const best = typeof given === 'string' ? closest(given, known) : '';
  if (typeof given === 'string' && distance(given.toLowerCase(), best.toLowerCase()) <= Math.min(SLIP, given.length / 3)) return `did you mean ${best}?`;
  return `take one of ${known.join(', ')}`;
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined), document);
}

/** The fields that an object at the path can have; of a union, those of all its kinds. */
function fieldsAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const found = path.reduce<JsonSchema[]>((nodes, key) => nodes.flatMap((node) => children(node, key)).flatMap((node) => kinds(node, root)), kinds(root, root));
  return [...new Set(found.flatMap((node) => Object.keys((node['properties'] ?? {}) as JsonSchema)))];
}

function children(node: JsonSchema, key: PropertyKey): JsonSchema[] {
  const { properties, items, additionalProperties } = node as { properties?: Record<string, JsonSchema>; items?: JsonSchema; additionalProperties?: JsonSchema | boolean };
  if (typeof key === 'number') return items ? [items] : [];
  const named = properties?.[String(key)];
  if (named) return [named];
  return typeof additionalProperties === 'object' ? [additionalProperties] : [];
}

function kinds(node: JsonSchema, root: JsonSchema): JsonSchema[] {
  const reference = node['$ref'];
  if (typeof reference === 'string') return kinds(((root['$defs'] ?? {}) as Record<string, JsonSchema>)[reference.split('/').at(-1) ?? ''] ?? {}, root);
  const alternatives = [node['anyOf'], node['oneOf'], node['allOf']].flat().filter((each): each is JsonSchema => typeof each === 'object' && each !== null);
  return alternatives.length === 0 ? [node] : [node, ...alternatives.flatMap((each) => kinds(each, root))];
}
