import { createHmac } from 'node:crypto';
import type { Transaction } from '../database.js';
import { createLink, hashOf, isOpen, type LinkKind, type NewLink } from './links.js';

/** What one contact may do by link: the page of one case. */
export interface Capability {
  readonly kind: LinkKind;
  readonly subjectId: string;
  readonly supplierId: string;
  readonly contactId: string;
}

/** The newest link of a capability. */
export interface LinkStanding {
  readonly generation: number;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** A token for a mail, and the row by which it opens. */
export interface Grant {
  readonly token: string;
  readonly link: NewLink & { readonly hash: string; readonly generation: number };
}

/** How long a link opens after the date that it is about, or after its mail where there is none, in milliseconds. */
const GRACE = 30 * 24 * 60 * 60_000;
const TOKEN_BYTES = 24;

/** When a link ends whose mail is about this date. */
export function expiryAfter(dueAt: Date | string | null, at: Date): Date {
  return new Date(Math.max(dueAt === null ? 0 : new Date(dueAt).getTime(), at.getTime()) + GRACE);
}

/**
 * The link for a mail about a capability. All mails hold the same one while it opens, so its token is derived with the installation's
 * secret, for nothing but its hash is kept. One that was revoked or has expired is never opened again: a new one follows it. Pure.
 */
export function grant(secret: Uint8Array, capability: Capability, standing: LinkStanding | undefined, { at, expiresAt }: { at: Date; expiresAt: Date }): Grant {
  const opens = standing && standing.revokedAt === null && standing.expiresAt > at;
  const generation = opens ? standing.generation : (standing?.generation ?? 0) + 1;
  const { kind, subjectId, supplierId, contactId } = capability;
  const name = JSON.stringify(['link', kind, subjectId, contactId, generation]);
  const token = createHmac('sha256', secret).update(name).digest().subarray(0, TOKEN_BYTES).toString('base64url');
  return { token, link: { hash: hashOf(token), kind, subjectId, supplierId, recipientKind: 'contact', recipientId: contactId, createdAt: at, expiresAt, generation } };
}

/** The newest link of each contact to a thing, by contact. */
export async function standingLinks(tx: Transaction, kind: LinkKind, subjectId: string): Promise<ReadonlyMap<string, LinkStanding>> {
  const rows = await tx.link.findMany({
    where: { kind, subjectId, recipientKind: 'contact' },
    orderBy: [{ generation: 'asc' }, { createdAt: 'asc' }],
    select: { recipientId: true, generation: true, expiresAt: true, revokedAt: true },
  });
  return new Map(rows.map(({ recipientId, ...standing }) => [recipientId, standing]));
}

/** Writes the row of a grant in the transaction of its mail; a link that is there opens at least as long as this says. */
export async function keepGrant(tx: Transaction, { link }: Grant): Promise<void> {
  const { count } = await tx.link.createMany({ data: [link], skipDuplicates: true });
  // One that was ended meanwhile stays so.
  if (count === 0) await tx.link.updateMany({ where: { hash: link.hash, expiresAt: { gt: link.createdAt, lt: link.expiresAt } }, data: { expiresAt: link.expiresAt } });
}

/** Grants and keeps in one step, for mails that no commit writes. Answers the token. */
export async function grantLink(tx: Transaction, secret: Uint8Array, capability: Capability, { at, dueAt }: { at: Date; dueAt: Date | null }): Promise<string> {
  // Two at once would begin the same generation twice, and one of them with the other's row revoked.
  await lockLinks(tx, capability.subjectId, capability.contactId);
  const standing = (await standingLinks(tx, capability.kind, capability.subjectId)).get(capability.contactId);
  const made = grant(secret, capability, standing, { at, expiresAt: expiryAfter(dueAt, at) });
  await keepGrant(tx, made);
  return made.token;
}

/** Lets no link to a thing open any more; who follows one is offered a new link, by mail to the registered address. */
export async function endLinks(tx: Transaction, kind: LinkKind, subjectId: string, at: Date): Promise<void> {
  const contacts = [...(await standingLinks(tx, kind, subjectId)).keys()].sort();
  // Whoever grants a link at this moment does so before or after.
  for (const contactId of contacts) await lockLinks(tx, subjectId, contactId);
  await tx.link.updateMany({ where: { kind, subjectId, recipientKind: 'contact', expiresAt: { gt: at } }, data: { expiresAt: at } });
}

async function lockLinks(tx: Transaction, subjectId: string, contactId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`link:${subjectId}:${contactId}`}, 0))`;
}

/** A link of another contact's own for a mail that is passed on to it; null where the token is none that can be passed on. */
export async function passLinkOn(tx: Transaction, token: string, { contactId, at }: { contactId: string; at: Date }): Promise<string | null> {
  const link = await tx.link.findUnique({ where: { hash: hashOf(token) } });
  if (!link || !PASSED_ON.includes(link.kind) || !isOpen(link, at)) return null;
  const { subjectId, supplierId, expiresAt } = link;
  const kind = link.kind as LinkKind;
  const generation = ((await standingLinks(tx, kind, subjectId)).get(contactId)?.generation ?? 0) + 1;
  return createLink(tx, { kind, subjectId, supplierId, recipientKind: 'contact', recipientId: contactId, createdAt: at, expiresAt, generation });
}

/** Pages that are a supplier's, whichever of its contacts answers. */
const PASSED_ON: readonly string[] = ['rectification', 'onboarding'] satisfies LinkKind[];

/** Closes the links to a thing of all contacts but one. */
export async function revokeLinksOfOthers(tx: Transaction, kind: LinkKind, subjectId: string, { contactId, at }: { contactId: string; at: Date }): Promise<void> {
  await tx.link.updateMany({ where: { kind, subjectId, recipientKind: 'contact', recipientId: { not: contactId }, revokedAt: null }, data: { revokedAt: at } });
}
