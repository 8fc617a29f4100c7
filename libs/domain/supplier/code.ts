/**
 * The code of a supplier that is known by name only: letters and digits of any script in lower case, words joined by
 * hyphens. Accents over Latin letters, case and punctuation do not tell two suppliers apart; everything else does.
 * Empty when the name has neither letter nor digit.
 */
export function supplierCodeOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/([a-z])[\u0300-\u036f]+/gi, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
