/** A number as people type it: spaces between groups, a decimal point or comma; NaN for what is none. */
export function typedNumber(text: string): number {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
}
