/** The roles of domain.md §1 that a person or a key can hold; what each may do is the API's business. */
export const roles = ['procurement', 'quality', 'rater', 'manager', 'admin', 'auditor', 'integration'] as const;

/** See {@link roles}. */
export type Role = (typeof roles)[number];

/** The roles that people hold; `integration` is for programs. */
export const staffRoles: readonly Role[] = roles.filter((role) => role !== 'integration');

/** Keeps the names that are roles, so that a role removed from the product grants nothing. */
export function knownRoles(names: readonly string[]): Role[] {
  return roles.filter((role) => names.includes(role));
}
