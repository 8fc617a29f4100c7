import type { Authority, Named } from '#domain/onboarding/approvals.js';
import { approverRoles } from '#domain/onboarding/terms.js';
import type { Database, Transaction } from '../database.js';
import { sameHand } from './keys.js';

/** Somebody who approves in a person's place from one day to another, both UTC and inclusive. */
export interface DeputyRecord {
  readonly id: string;
  readonly personId: string;
  readonly deputyId: string;
  /** `YYYY-MM-DD`. */
  readonly from: string;
  readonly until: string;
}

/** The deputy is none of our active people, or the person's own. */
export class DeputyUnknown extends Error {
  readonly code = 'deputyUnknown';
}

/**
 * Names a deputy. The same id again changes nothing.
 * @throws DeputyUnknown
 */
export async function nameDeputy(db: Database, { id, personId, deputyId, from, until, at }: DeputyRecord & { at: Date }): Promise<DeputyRecord> {
  const known = await db.prisma.person.count({ where: { id: deputyId, active: true } });
  if (known === 0 || deputyId === personId) throw new DeputyUnknown('Name somebody else of our active people.');
  await db.prisma.deputy.createMany({ data: [{ id, personId, deputyId, fromDay: new Date(from), untilDay: new Date(until), createdAt: at }], skipDuplicates: true });
  return { id, personId, deputyId, from, until };
}

/** Ends a deputyship of this person at once. False when there is none of that id. */
export async function endDeputy(db: Database, { id, personId, at }: { id: string; personId: string; at: Date }): Promise<boolean> {
  const { count } = await db.prisma.deputy.updateMany({ where: { id, personId, endedAt: null }, data: { endedAt: at } });
  return count > 0;
}

/** The deputies that a person has named and that are not over, those who begin first first. */
export async function deputiesOf(db: Database, personId: string, at: Date): Promise<DeputyRecord[]> {
  const rows = await db.prisma.deputy.findMany({ where: { personId, endedAt: null, untilDay: { gte: dayOf(at) } }, orderBy: [{ fromDay: 'asc' }, { id: 'asc' }] });
  return rows.map(({ id, deputyId, fromDay, untilDay }) => ({ id, personId, deputyId, from: isoDay(fromDay), until: isoDay(untilDay) }));
}

/** Who stands in for each of these people on the day of `at`. */
export async function standingIn(tx: Transaction, personIds: readonly string[], at: Date): Promise<Map<string, string[]>> {
  const rows = await tx.deputy.findMany({ where: { personId: { in: [...personIds] }, ...current(at) }, orderBy: { createdAt: 'asc' } });
  const found = new Map<string, string[]>();
  for (const { personId, deputyId } of rows) found.set(personId, [...(found.get(personId) ?? []), deputyId]);
  return found;
}

/** By what right somebody approves on the day of `at`: the roles in hand, and those of active people whose deputy it is. */
export async function authorityOf(db: Database, { personId, roles, at }: { personId: string | null; roles: readonly string[]; at: Date }): Promise<Authority> {
  const rows = personId === null ? [] : await db.prisma.deputy.findMany({ where: { deputyId: personId, ...current(at) } });
  const people = await db.prisma.person.findMany({ where: { id: { in: rows.map((row) => row.personId) }, active: true }, orderBy: { id: 'asc' } });
  const standsInFor = await Promise.all(people.map(async ({ id, roles: held }) => ({ id, roles: approving(held), hands: await sameHand(db, id) })));
  return { roles: approving(roles), standsInFor };
}

/** One of our people who may approve on a day, by their own roles or as somebody's deputy. */
export interface ApprovingPerson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Who has named them deputy for the day. */
  readonly standsInFor: readonly { readonly id: string; readonly name: string; readonly roles: readonly string[] }[];
}

/** Everybody who may approve on the day of `at`, by name. */
export async function approvingPeople(db: Database, at: Date): Promise<ApprovingPerson[]> {
  const [people, deputies] = await Promise.all([
    db.prisma.person.findMany({ where: { active: true, roles: { hasSome: [...approverRoles] } }, select: { id: true, name: true, roles: true }, orderBy: [{ name: 'asc' }, { id: 'asc' }] }),
    db.prisma.deputy.findMany({ where: current(at), select: { personId: true, deputyId: true }, orderBy: { createdAt: 'asc' } }),
  ]);
  const byId = new Map(people.map(({ roles, ...person }) => [person.id, { ...person, roles: approving(roles) }]));
  const awayOf = (deputy: string) => [...new Set(deputies.flatMap(({ personId, deputyId }) => (deputyId === deputy ? [personId] : [])))];
  return [...byId.values()].map((person) => ({ ...person, standsInFor: awayOf(person.id).flatMap((id) => byId.get(id) ?? []) }));
}

/** Whether an approval can be passed on to somebody, and by which keys they act. */
export async function namedBy(db: Database, id: string): Promise<Named> {
  const person = await db.prisma.person.findFirst({ where: { id, active: true }, select: { roles: true } });
  return { mayApprove: person !== null && approving(person.roles).length > 0, hands: person === null ? [] : await sameHand(db, id) };
}

const approving = (roles: readonly string[]): string[] => approverRoles.filter((role) => roles.includes(role));
const dayOf = (at: Date): Date => new Date(isoDay(at));
const isoDay = (at: Date): string => at.toISOString().slice(0, 10);
const current = (at: Date) => ({ endedAt: null, fromDay: { lte: dayOf(at) }, untilDay: { gte: dayOf(at) } });
