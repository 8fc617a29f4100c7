import { factKindNames, type FactKindName } from '#domain/facts/catalogue.js';

/** How a kind is spelt in an address: `orderLines` is `order-lines`. */
export function kindSegment(kind: FactKindName): string {
  return kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The kind that a part of an address names, in either spelling; undefined when there is none. */
export function kindOfSegment(segment: string): FactKindName | undefined {
  return factKindNames.find((kind) => kind === segment || kindSegment(kind) === segment);
}
