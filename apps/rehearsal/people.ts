import { permissionsFor, type Permission } from '#apps/api/auth/permissions.js';
import { knownRoles } from '#persistence/access/roles.js';
import type { World } from './world.js';

/** Somebody of ours who can act. */
export interface Colleague {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<Permission>;
}

/**
 * Our own people in the order in which they are asked to do something: by address, those who decide proposals last, because who has
 * had a hand in a grade may not decide on what follows from it.
 */
export async function colleagues({ db }: Pick<World, 'db'>): Promise<Colleague[]> {
  const people = await db.prisma.person.findMany({ where: { active: true }, orderBy: [{ email: 'asc' }], select: { id: true, email: true, roles: true } });
  const known = people.map(({ id, email, roles }) => ({ id, email, roles, permissions: permissionsFor(knownRoles(roles)) }));
  const decides = ({ permissions }: Colleague) => permissions.has('proposals:decide');
  return [...known.filter((each) => !decides(each)), ...known.filter(decides)];
}

/** The first who may do it and is none of those; null: nobody. */
export function whoMay(people: readonly Colleague[], permission: Permission, except: readonly string[] = []): Colleague | null {
  return people.find(({ id, permissions }) => permissions.has(permission) && !except.includes(id)) ?? null;
}
