/** The workflow's time, ISO: the only business clock. */
export function now(): string {
  return new Date(Date.now()).toISOString();
}
