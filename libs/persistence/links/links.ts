import { createHash, randomBytes } from 'node:crypto';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { Link } from '../generated/client.js';

/** What a link opens. */
export type LinkKind = 'survey' | 'scorecard' | 'rectification' | 'onboarding' | 'forecast';

/** Whom a link is for, and how long it opens. `supplierId` is null for our own people. */
export interface NewLink {
  readonly kind: LinkKind;
  readonly subjectId: string;
  readonly supplierId: string | null;
  readonly recipientKind: 'person' | 'contact';
  readonly recipientId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** See `capability.ts`; 1 unless said. */
  readonly generation?: number;
}

const TOKEN_BYTES = 24;
const TOKEN = /^[A-Za-z0-9_-]{32}$/;

/** Makes a link in the transaction that mails it. Answers its token (192 bits), which is kept nowhere but in the mail. */
export async function createLink(tx: Transaction, link: NewLink): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await tx.link.create({ data: { ...link, hash: hashOf(token) } });
  return token;
}

/** The link of a token, however old or revoked it is; null when there is none. */
export async function findLink(db: Database | Transaction, kind: LinkKind, token: string): Promise<Link | null> {
  if (!TOKEN.test(token)) return null;
  const link = await connectionOf(db).link.findUnique({ where: { hash: hashOf(token) } });
  return link?.kind === kind ? link : null;
}

/** Whether a link still opens. */
export function isOpen(link: Pick<Link, 'expiresAt' | 'revokedAt'>, at: Date): boolean {
  return link.revokedAt === null && link.expiresAt > at;
}

/** Closes every link to a thing, such as when it has been answered. */
export async function revokeLinks(tx: Transaction, kind: LinkKind, subjectId: string, at: Date): Promise<void> {
  await tx.link.updateMany({ where: { kind, subjectId, revokedAt: null }, data: { revokedAt: at } });
}

/** What is kept of a token. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
