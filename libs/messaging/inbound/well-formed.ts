/** A surrogate without its other half; with the flag `u` a whole pair is one character and does not match. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Text that PostgreSQL stores as text and as JSON alike: free of NUL, and lone surrogates replaced by U+FFFD. */
export function wellFormed(text: string): string {
  return text.replaceAll('\0', '').replace(LONE_SURROGATE, '\ufffd');
}

/** The beginning of a text, at most so many UTF-16 units, never half a character. */
export function beginningOf(text: string, units: number): string {
  if (text.length <= units) return text;
  const last = text.charCodeAt(units - 1);
  const splits = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splits ? units - 1 : units);
}
