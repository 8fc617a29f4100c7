/** False for text that PostgreSQL cannot hold: with a NUL, or with half of a surrogate pair, which is no character. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}
