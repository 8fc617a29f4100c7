import { defaultPolicy, samplePolicy } from '#domain/policy/default-policy.js';
import { nextVersion, type PolicyStatus, publish, refuseChange } from '#domain/policy/lifecycle.js';
import { parsePolicy, type Policy } from '#domain/policy/policy.js';
import { Refusal } from '#domain/process/decision.js';
import { decodeCursor, type Page, pageOf } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { Policy as PolicyRow, Prisma } from '../generated/client.js';

/** A version of the policy as stored. */
export interface PolicyRecord {
  version: number;
  name: string;
  status: PolicyStatus;
  /** Counts the times that the draft was replaced, from 1. */
  revision: number;
  policy: Policy;
  createdBy: string;
  createdAt: Date;
  publishedAt: Date | null;
}

/** There is no policy of this version. */
export class PolicyUnknown extends Error {
  readonly code = 'policyUnknown';

  constructor(version: number) {
    super(`There is no policy version ${version}`);
    this.name = 'PolicyUnknown';
  }
}

/** Somebody has changed the draft since it was read. */
export class PolicyStale extends Error {
  readonly code = 'stale';

  constructor(version: number) {
    super(`Policy version ${version} has changed since it was read`);
    this.name = 'PolicyStale';
  }
}

/** Which draft is meant; `expectedRevision` is the one that the caller saw, absent: whatever it is. */
export interface DraftNamed {
  readonly version: number;
  readonly expectedRevision?: number;
}

/** Stores a policy as a new draft with the next version. */
export async function createDraft(db: Database, draft: { policy: Policy; createdBy: string; at: Date }): Promise<PolicyRecord> {
  return db.transaction(async (tx) => {
    await oneAtATime(tx);
    return insert(tx, { ...draft, status: 'draft' });
  });
}

/**
 * Puts another document in the place of a draft.
 * @throws PolicyUnknown
 * @throws PolicyStale
 * @throws Refusal `immutable`
 */
export async function replaceDraft(db: Database, { policy, ...named }: DraftNamed & { policy: Policy }): Promise<PolicyRecord> {
  return db.transaction(async (tx) => {
    const { version, ...draft } = await lockVersion(tx, named);
    refuseChange({ version, ...draft });
    const data = { name: policy.name, document: policy satisfies Prisma.InputJsonObject, revision: { increment: 1 } };
    return recordOf(await tx.policy.update({ where: { version }, data }));
  });
}

/**
 * Throws a draft away. Its number is never given again.
 * @throws PolicyUnknown
 * @throws PolicyStale
 * @throws Refusal `immutable`
 */
export async function discardDraft(db: Database, named: DraftNamed): Promise<void> {
  await db.transaction(async (tx) => {
    const draft = await lockVersion(tx, named);
    refuseChange(draft);
    await tx.policy.update({ where: { version: draft.version }, data: { status: 'discarded' } });
  });
}

/**
 * Publishes a draft and supersedes the policy in force, in one transaction; of two at once the later wins.
 * @throws PolicyUnknown
 * @throws PolicyStale
 * @throws Refusal `alreadyPublished` or `superseded`
 */
export async function publishPolicy(db: Database, { at, ...named }: DraftNamed & { at: Date }): Promise<PolicyRecord> {
  return db.transaction(async (tx) => {
    const draft = await lockVersion(tx, named);
    const current = await tx.policy.findFirst({ where: { status: 'published' } });
    const { published, superseded } = publish(draft, current && recordOf(current));
    if (superseded !== null) await tx.policy.update({ where: { version: superseded }, data: { status: 'superseded' } });
    return recordOf(
      await tx.policy.update({ where: { version: published }, data: { status: 'published', publishedAt: at } }),
    );
  });
}

async function lockVersion(tx: Transaction, { version, expectedRevision }: DraftNamed): Promise<PolicyRecord> {
  await oneAtATime(tx);
  const found = await getPolicy(tx, version);
  if (!found) throw new PolicyUnknown(version);
  if (expectedRevision !== undefined && expectedRevision !== found.revision) throw new PolicyStale(version);
  return found;
}

/** One version, or null; a discarded draft is none. */
export async function getPolicy(db: Database | Transaction, version: number): Promise<PolicyRecord | null> {
  const row = await connectionOf(db).policy.findUnique({ where: { version, status: { not: 'discarded' } } });
  return row && recordOf(row);
}

/** The policy in force. @throws Refusal `noPolicy` while none was ever published */
export async function currentPolicy(db: Database | Transaction): Promise<PolicyRecord> {
  const row = await connectionOf(db).policy.findFirst({ where: { status: 'published' } });
  if (!row) throw new Refusal('noPolicy', 'No policy is published yet; publish one first');
  return recordOf(row);
}

/** Policies without discarded drafts, newest first. @throws BadCursor */
export async function listPolicies(
  db: Database,
  page: { limit: number; cursor?: string },
): Promise<Page<PolicyRecord>> {
  const before = page.cursor === undefined ? undefined : decodeCursor(page.cursor, ['integer'])[0];
  const rows = await db.prisma.policy.findMany({
    where: { status: { not: 'discarded' }, ...(before === undefined ? {} : { version: { lt: before } }) },
    orderBy: { version: 'desc' },
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, recordOf, (row) => [row.version]);
}

/**
 * Gives a fresh database its policies: the default policy as version 1; with the sample data, the sample's policy as
 * version 2 in its place. Repeated, it changes nothing; nor does it touch what people have made since.
 */
export async function seedPolicies(db: Database, { sample, at }: { sample: boolean; at: Date }): Promise<void> {
  await db.transaction(async (tx) => {
    await oneAtATime(tx);
    const createdBy = 'steward';
    const newest = await newestVersion(tx);
    if (newest === null) await insert(tx, { policy: defaultPolicy, status: 'published', createdBy, at });
    if (sample && (newest ?? 1) === 1) {
      await tx.policy.updateMany({ where: { status: 'published' }, data: { status: 'superseded' } });
      await insert(tx, { policy: samplePolicy, status: 'published', createdBy, at });
    }
  });
}

/** Versions have no gaps and one policy is in force: whoever changes policies waits for the others. */
async function oneAtATime(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('steward.policies'))`;
}

async function newestVersion(tx: Transaction): Promise<number | null> {
  return (await tx.policy.aggregate({ _max: { version: true } }))._max.version;
}

async function insert(
  tx: Transaction,
  { policy, status, createdBy, at }: { policy: Policy; status: PolicyStatus; createdBy: string; at: Date },
): Promise<PolicyRecord> {
  const row = await tx.policy.create({
    data: {
      version: nextVersion(await newestVersion(tx)),
      name: policy.name,
      status,
      document: policy satisfies Prisma.InputJsonObject,
      createdBy,
      createdAt: at,
      publishedAt: status === 'published' ? at : null,
    },
  });
  return recordOf(row);
}

function recordOf({ document, ...row }: PolicyRow): PolicyRecord {
  return { ...row, status: row.status as PolicyStatus, policy: parsePolicy(document) };
}
