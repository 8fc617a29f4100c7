import { defaultPolicy, samplePolicy } from '#domain/policy/default-policy.js';
import { nextVersion, type PolicyStatus, publish } from '#domain/policy/lifecycle.js';
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

/** Stores a document as a new draft with the next version. @throws PolicyInvalid naming each fault with its path */
export async function createDraft(
  db: Database,
  draft: { document: unknown; createdBy: string; at: Date },
): Promise<PolicyRecord> {
  const policy = parsePolicy(draft.document);
  return db.transaction(async (tx) => {
    await oneAtATime(tx);
    return insert(tx, { policy, status: 'draft', createdBy: draft.createdBy, at: draft.at });
  });
}

/**
 * Publishes a draft and supersedes the policy in force, in one transaction; of two at once the later wins.
 * @throws PolicyUnknown
 * @throws Refusal `alreadyPublished` or `superseded`
 */
export async function publishPolicy(db: Database, { version, at }: { version: number; at: Date }): Promise<PolicyRecord> {
  return db.transaction(async (tx) => {
    await oneAtATime(tx);
    const row = await tx.policy.findUnique({ where: { version } });
    if (!row) throw new PolicyUnknown(version);
    const current = await tx.policy.findFirst({ where: { status: 'published' } });
    const { published, superseded } = publish(recordOf(row), current && recordOf(current));
    if (superseded !== null) await tx.policy.update({ where: { version: superseded }, data: { status: 'superseded' } });
    return recordOf(
      await tx.policy.update({ where: { version: published }, data: { status: 'published', publishedAt: at } }),
    );
  });
}

/** One version, or null. */
export async function getPolicy(db: Database | Transaction, version: number): Promise<PolicyRecord | null> {
  const row = await connectionOf(db).policy.findUnique({ where: { version } });
  return row && recordOf(row);
}

/** The policy in force. @throws Refusal `noPolicy` while none was ever published */
export async function currentPolicy(db: Database | Transaction): Promise<PolicyRecord> {
  const row = await connectionOf(db).policy.findFirst({ where: { status: 'published' } });
  if (!row) throw new Refusal('noPolicy', 'No policy is published yet; publish one first');
  return recordOf(row);
}

/** Policies, newest first. @throws BadCursor */
export async function listPolicies(
  db: Database,
  page: { limit: number; cursor?: string },
): Promise<Page<PolicyRecord>> {
  const before = page.cursor === undefined ? undefined : decodeCursor(page.cursor, ['integer'])[0];
  const rows = await db.prisma.policy.findMany({
    where: before === undefined ? {} : { version: { lt: before } },
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
