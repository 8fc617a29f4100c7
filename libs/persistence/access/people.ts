import { decodeCursor, pageOf, type Page } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import { type Prisma, type Person } from '../generated/client.js';
import type { Role } from './roles.js';

/** Another person has this e-mail address. */
export class EmailTaken extends Error {
  constructor(readonly personId: string) {
    super('Another person has this e-mail address.');
    this.name = 'EmailTaken';
  }
}

export interface NewPerson {
  readonly id: string;
  readonly name: string;
  /** Stored in lower case. */
  readonly email: string;
  readonly roles: readonly Role[];
  readonly language: string;
  readonly at: Date;
}

/**
 * Adds a person; the same id again answers the first.
 * @throws EmailTaken
 */
export async function createPerson(db: Database, person: NewPerson): Promise<Person> {
  const { at, ...columns } = person;
  const email = person.email.toLowerCase();
  await db.prisma.person.createMany({
    data: [{ ...columns, email, roles: [...person.roles], active: true, createdAt: at }],
    skipDuplicates: true,
  });
  const stored = await db.prisma.person.findFirstOrThrow({ where: { OR: [{ id: person.id }, { email }] } });
  if (stored.id !== person.id) throw new EmailTaken(stored.id);
  return stored;
}

/** People by name, then id. @throws BadCursor */
export async function listPeople(db: Database, page: { limit: number; cursor?: string }): Promise<Page<Person>> {
  const [name, id] = page.cursor === undefined ? [] : decodeCursor(page.cursor, ['text', 'uuid']);
  const rows = await db.prisma.person.findMany({
    where: name === undefined || id === undefined ? {} : { OR: [{ name: { gt: name } }, { name, id: { gt: id } }] },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, (row) => row, (row) => [row.name, row.id]);
}

/** One person, or null. */
export async function getPerson(db: Database, id: string): Promise<Person | null> {
  return db.prisma.person.findUnique({ where: { id } });
}

/** The active person with this address, or null. */
export async function activePersonByEmail(db: Database, email: string): Promise<Person | null> {
  return db.prisma.person.findFirst({ where: { email: email.toLowerCase(), active: true } });
}

/** Changes what is given; null when there is no such person. A person made inactive is signed out. */
export async function updatePerson(
  db: Database,
  id: string,
  change: { name?: string; roles?: readonly Role[]; language?: string; active?: boolean },
  at: Date,
): Promise<Person | null> {
  return db.transaction(async (tx) => {
    const data: Prisma.PersonUpdateManyMutationInput = {
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.roles === undefined ? {} : { roles: [...change.roles] }),
      ...(change.language === undefined ? {} : { language: change.language }),
      ...(change.active === undefined ? {} : { active: change.active }),
    };
    const { count } = await tx.person.updateMany({ where: { id }, data });
    if (count === 0) return null;
    if (change.active === false) {
      await tx.session.updateMany({ where: { personId: id, endedAt: null }, data: { endedAt: at } });
    }
    return tx.person.findUnique({ where: { id } });
  });
}

/** The active people of the first of these roles that anybody has, by name; empty only when nobody has any. */
export async function activePeopleInRoles(db: Database | Transaction, ...roles: readonly Role[]): Promise<Person[]> {
  for (const role of roles) {
    const found = await connectionOf(db).person.findMany({ where: { active: true, roles: { has: role } }, orderBy: [{ name: 'asc' }, { id: 'asc' }] });
    if (found.length > 0) return found;
  }
  return [];
}
