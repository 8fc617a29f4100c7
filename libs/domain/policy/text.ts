import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type ParsedNode } from 'yaml';
import { DocumentMalformed, type PolicyFault, PolicyInvalid } from './fault.js';
import { FAULT_LIMIT } from './issues.js';

/** How a document is written. */
export type DocumentFormat = 'json' | 'yaml';

/** A document that was read from its text. */
export interface ReadText {
  readonly value: unknown;
  /** Where the value at a path stands, or the name of the field there; of what is missing, where it should be. */
  place(path: readonly PropertyKey[], what: 'value' | 'name'): { readonly line: number; readonly column: number };
}

/** Largest document, in characters: many times the longest policy. */
export const TEXT_LIMIT = 262_144;
const DEPTH_LIMIT = 20;

/**
 * Reads one JSON or YAML document and remembers where everything stands.
 * Of YAML only what JSON can say is taken: no aliases (a few lines of them can grow to gigabytes), no tags, no directives.
 * @throws DocumentMalformed when it is no JSON or YAML
 * @throws PolicyInvalid for fields given twice, several documents and what is not taken of YAML
 */
export function readText(text: string, format: DocumentFormat): ReadText {
  if (text.length > TEXT_LIMIT) throw new DocumentMalformed([at({ line: 1, column: 1 }, `is longer than ${TEXT_LIMIT} characters`)]);
  // A tab in valid JSON is white space; YAML is stricter about where it may stand, and a blank is as wide.
  const { documents, lines } = parse(format === 'json' ? text.replaceAll('\t', ' ') : text, format);
  const placeOf = (offset: number) => placeIn(lines, offset);
  const strict = format === 'json' ? parseJson(text, placeOf, documents[0]?.errors[0]?.pos[0]) : undefined;
  const errors = documents.flatMap((document) => document.errors).map((error) => at(placeOf(error.pos[0]), firstLine(error.message)));
  if (errors.length > 0) throw new DocumentMalformed(unique(errors));
  const root = documents[0]?.contents ?? null;
  if (root === null) throw new DocumentMalformed([at({ line: 1, column: 1 }, 'the document is empty')]);
  const faults: PolicyFault[] = [];
  const second = documents[1]?.contents;
  if (documents.length > 1) faults.push(at(placeOf(second?.range[0] ?? text.length), 'a second document begins here; send one at a time'));
  if (documents[0]?.directives.yaml.explicit) faults.push(at({ line: 1, column: 1 }, 'directives are not taken; begin with the document itself'));
  check(root, [], placeOf, faults);
  if (faults.length > 0) throw new PolicyInvalid(faults.slice(0, FAULT_LIMIT));
  return {
    value: format === 'json' ? strict : documents[0]?.toJS({ maxAliasCount: 0 }),
    place: (path, what) => placeOf(offsetOf(root, path, what)),
  };
}

function parse(text: string, format: DocumentFormat) {
  const lines = new LineCounter();
  try {
    // Fields given twice are looked for below: the library compares each field with every other.
    const parsed = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      schema: format === 'json' ? 'json' : 'core',
      logLevel: 'silent',
    });
    return { documents: 'empty' in parsed ? [] : parsed, lines };
  } catch (error) {
    if (error instanceof RangeError) throw new DocumentMalformed([at({ line: 1, column: 1 }, 'nests too deep')]);
    throw error;
  }
}

/** The engine's own parser decides what JSON is; where it does not say the place, YAML's reader does. */
function parseJson(text: string, placeOf: (offset: number) => Place, elsewhere: number | undefined): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, offset] = /at position (\d+)/.exec(message) ?? [];
    const place = placeOf(offset === undefined ? (elsewhere ?? 0) : Number(offset));
    throw new DocumentMalformed([at(place, `this is not JSON: ${message.replace(/ in JSON at position.*$/s, '')}`)]);
  }
}

function check(node: Node | null, path: readonly PropertyKey[], placeOf: (offset: number) => Place, faults: PolicyFault[]): void {
  const fault = (found: Node, message: string) => void faults.push(at(placeOf(found.range?.[0] ?? 0), message, path));
  if (node === null || faults.length >= FAULT_LIMIT) return;
  if (isAlias(node)) return fault(node, 'aliases are not taken; write the value out');
  if (node.tag !== undefined) return fault(node, `the tag ${node.tag} is not taken; write the plain value`);
  if (path.length > DEPTH_LIMIT) return fault(node, `nests deeper than ${DEPTH_LIMIT} levels`);
  if (isSeq(node)) node.items.forEach((item, index) => check(item as Node | null, [...path, index], placeOf, faults));
  if (!isMap(node)) return;
  const seen = new Set<string>();
  for (const { key, value } of node.items) {
    if (!isScalar(key)) fault(isAlias(key) || isMap(key) || isSeq(key) ? key : node, 'the name of a field must be a plain text');
    else {
      const name = String(key.value);
      if (seen.has(name)) faults.push(at(placeOf(key.range?.[0] ?? 0), 'is given twice; take one of them out', [...path, name]));
      seen.add(name);
      check(value as Node | null, [...path, name], placeOf, faults);
    }
  }
}

function offsetOf(root: ParsedNode, path: readonly PropertyKey[], what: 'value' | 'name'): number {
  let node: Node | null = root;
  let offset = root.range[0];
  for (const [depth, key] of path.entries()) {
    let next: Node | null = null;
    if (isSeq(node)) next = (node.items[Number(key)] ?? null) as Node | null;
    else if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (!pair) return offset;
      next = pair.value as Node | null;
      const name = (pair.key as Node).range?.[0];
      if ((depth === path.length - 1 && what === 'name') || next === null) return name ?? offset;
    }
    if (next === null) return offset;
    node = next;
    offset = next.range?.[0] ?? offset;
  }
  return offset;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

function placeIn(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return line === 0 ? { line: 1, column: offset + 1 } : { line, column: col };
}

function at({ line, column }: Place, message: string, path: readonly PropertyKey[] = []): PolicyFault {
  return { path: path.map(String).join('.'), line, column, message };
}

const firstLine = (text: string): string => text.split('\n')[0] ?? text;

/** One fault a place: the first says what is wrong, the rest follow from it. */
function unique(faults: readonly PolicyFault[]): PolicyFault[] {
  const seen = new Map<string, PolicyFault>();
  for (const fault of faults) if (!seen.has(`${fault.line}:${fault.column}`)) seen.set(`${fault.line}:${fault.column}`, fault);
  return [...seen.values()].slice(0, FAULT_LIMIT);
}
