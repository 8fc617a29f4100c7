import { isFreeText, storedColumns, type FactKind, type Values } from './kind.js';

/**
 * The content of a fact as one text, equal exactly when supplier and all values are equal: what its hash is made from.
 * It reads as JSON: the supplier's code, then each value with its name, sorted by name. Empty values are left out, so that a
 * column added later does not turn every stored fact into a new version.
 */
export function contentWriter(kind: FactKind): (supplierCode: string, values: Values) => string {
  const columns = storedColumns(kind)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, { type }]) => ({ name, before: `,[${JSON.stringify(name)},"`, free: isFreeText(type) }));
  return (supplierCode, values) => {
    let content = `["${escaped(supplierCode)}"`;
    for (const { name, before, free } of columns) {
      const value = values[name];
      if (value !== null && value !== undefined) content += `${before}${free ? escaped(value) : value}"]`;
    }
    return `${content}]`;
  };
}

/** What JSON writes as it stands: no quote, backslash, control character or half of a pair. */
const plain = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

const escaped = (text: string): string => (plain.test(text) ? text : JSON.stringify(text).slice(1, -1));
