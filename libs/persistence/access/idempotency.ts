import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';

/** One request that must not be done twice. */
export interface RequestIdentity {
  readonly principal: string;
  readonly route: string;
  readonly key: string;
  readonly bodySha256: string;
}

/** The answer that was given, to be given again. */
export interface StoredAnswer {
  readonly httpStatus: number;
  readonly location: string | null;
  readonly body: Prisma.JsonValue;
}

/** What the key's record says: do it, give the old answer again, wait, or refuse. */
export type Claim =
  | { readonly kind: 'mine' }
  | { readonly kind: 'done'; readonly answer: StoredAnswer }
  | { readonly kind: 'running'; readonly retryAfterSeconds: number }
  | { readonly kind: 'otherBody' };

/** How long a request may hold its key; after a crash the next attempt takes it over. Milliseconds. */
const LOCK = 60_000;
/** How long answers are kept, in milliseconds. */
const KEPT = 48 * 3_600_000;

const where = ({ principal, route, key }: RequestIdentity) => ({ principal_route_key: { principal, route, key } });

/** Takes the key for this request, or says why not. */
export async function claimRequest(db: Database, request: RequestIdentity, at: Date): Promise<Claim> {
  const lockedUntil = new Date(at.getTime() + LOCK);
  const created = await db.prisma.idempotencyKey.createMany({
    data: [{ ...request, status: 'running', createdAt: at, lockedUntil }],
    skipDuplicates: true,
  });
  if (created.count > 0) return { kind: 'mine' };
  const row = await db.prisma.idempotencyKey.findUnique({ where: where(request) });
  if (!row) return { kind: 'running', retryAfterSeconds: 1 };
  if (row.bodySha256 !== request.bodySha256) return { kind: 'otherBody' };
  if (row.status === 'done') return { kind: 'done', answer: { httpStatus: row.httpStatus ?? 200, location: row.location, body: row.body } };
  if (row.lockedUntil <= at) {
    const { principal, route, key } = request;
    const taken = await db.prisma.idempotencyKey.updateMany({
      where: { principal, route, key, status: 'running', lockedUntil: row.lockedUntil },
      data: { lockedUntil },
    });
    if (taken.count > 0) return { kind: 'mine' };
  }
  return { kind: 'running', retryAfterSeconds: Math.max(1, Math.ceil((row.lockedUntil.getTime() - at.getTime()) / 1000)) };
}

/** Keeps the answer for the key's next use. */
export async function completeRequest(db: Database, request: RequestIdentity, answer: StoredAnswer): Promise<void> {
  await db.prisma.idempotencyKey.update({
    where: where(request),
    data: {
      status: 'done',
      httpStatus: answer.httpStatus,
      location: answer.location,
      body: answer.body === null ? Prisma.DbNull : answer.body,
    },
  });
}

/** Lets the key go because nothing was done: the next use tries again. */
export async function releaseRequest(db: Database, request: RequestIdentity): Promise<void> {
  const { principal, route, key } = request;
  await db.prisma.idempotencyKey.deleteMany({ where: { principal, route, key, status: 'running' } });
}

/** Forgets keys that have been kept long enough; answers how many. */
export async function forgetOldRequests(db: Database, at: Date): Promise<number> {
  const { count } = await db.prisma.idempotencyKey.deleteMany({ where: { createdAt: { lt: new Date(at.getTime() - KEPT) } } });
  return count;
}
