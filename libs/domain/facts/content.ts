import { storedColumns, type FactKind, type Values } from './kind.js';

/**
 * The content of a fact as one text, equal exactly when supplier and all values are equal: what its hash is made from.
 * It reads as JSON: the supplier's code, then each value with its name, sorted by name. Empty values are left out, so that a
 * column added later does not turn every stored fact into a new version.
 */
export function contentWriter(kind: FactKind): (supplierCode: string, values: Values) => string {
  const names = storedColumns(kind).map(([name]) => name).sort((one, other) => (one < other ? -1 : 1));
  const columns = names.map((name) => ({ name, before: `,[${JSON.stringify(name)},` }));
  return (supplierCode, values) => {
    let content = `[${quoted(supplierCode)}`;
    for (const { name, before } of columns) {
      const value = values[name];
      if (value !== null && value !== undefined) content += `${before}${quoted(value)}]`;
    }
    return `${content}]`;
  };
}

/** What JSON writes as it stands: no quote, backslash, control character or half of a pair. */
const plain = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

const quoted = (text: string): string => (plain.test(text) ? `"${text}"` : JSON.stringify(text));
