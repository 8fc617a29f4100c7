import type { Person } from '../generated/client.js';

type Desk = Pick<Person, 'id' | 'roles'>;

/** The owner, among those who are active; of a supplier that has none, the first whose business it is. Nobody when there is nobody. */
export function ownerAmong<Of extends Desk>(people: readonly Of[], ownerId: string | null): Of[] {
  const owner = people.find(({ id }) => id === ownerId);
  return owner ? [owner] : inRoles(people, 'procurement', 'manager', 'admin').slice(0, 1);
}

/** Those in the first of the roles that anybody has. */
export function inRoles<Of extends Desk>(people: readonly Of[], ...roles: string[]): Of[] {
  return roles.map((role) => people.filter((person) => person.roles.includes(role))).find((found) => found.length > 0) ?? [];
}
