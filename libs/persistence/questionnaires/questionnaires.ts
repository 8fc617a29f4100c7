import { nextVersion, publish, refuseChange, type PolicyStatus } from '#domain/policy/lifecycle.js';
import { Refusal } from '#domain/process/decision.js';
import { chooseQuestionnaire } from '#domain/questionnaire/choose.js';
import { defaultQuestionnaire } from '#domain/questionnaire/default-questionnaire.js';
import { questionnaireSchema, type Questionnaire, type QuestionnaireDocument } from '#domain/questionnaire/questionnaire.js';
import type { Segment } from '#domain/supplier/status.js';
import type { SupplierKind } from '#domain/supplier/supplier.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { Prisma, Questionnaire as QuestionnaireRow } from '../generated/client.js';

/** A version of a questionnaire as stored. */
export interface QuestionnaireRecord {
  /** Code and number, such as `standard-1`. */
  readonly version: string;
  readonly code: string;
  readonly number: number;
  /** Their lives are those of policies: see `libs/domain/policy/lifecycle.ts`. */
  readonly status: PolicyStatus;
  /** Counts the times that the draft was replaced, from 1. */
  readonly revision: number;
  readonly document: QuestionnaireDocument;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly publishedAt: Date | null;
}

/** There is no questionnaire of this version. */
export class QuestionnaireUnknown extends Error {
  constructor(version: string) {
    super(`There is no questionnaire ${version}`);
    this.name = 'QuestionnaireUnknown';
  }
}

/** Somebody has changed the draft since it was read. */
export class QuestionnaireStale extends Error {
  constructor(version: string) {
    super(`Questionnaire ${version} has changed since it was read`);
    this.name = 'QuestionnaireStale';
  }
}

/** Which draft is meant; `expectedRevision` is the one that the caller saw, absent: whatever it is. */
interface DraftNamed {
  readonly version: string;
  readonly expectedRevision?: number;
}

/** Stores a questionnaire as a new draft with the next number of its code. */
export async function createQuestionnaire(db: Database, draft: { document: QuestionnaireDocument; createdBy: string; at: Date }): Promise<QuestionnaireRecord> {
  return db.transaction(async (tx) => {
    await oneAtATime(tx);
    return insert(tx, { ...draft, status: 'draft' });
  });
}

/**
 * Puts another document in the place of a draft; its code stays.
 * @throws QuestionnaireUnknown, QuestionnaireStale, Refusal `immutable` or `otherCode`
 */
export async function replaceQuestionnaire(db: Database, { document, ...named }: DraftNamed & { document: QuestionnaireDocument }): Promise<QuestionnaireRecord> {
  return db.transaction(async (tx) => {
    const draft = await lockDraft(tx, named);
    if (document.code !== draft.code) throw new Refusal('otherCode', `This is a draft of ${draft.code}; make a new one of ${document.code}`);
    return recordOf(await tx.questionnaire.update({ where: { version: draft.version }, data: { document: document satisfies Prisma.InputJsonObject, revision: { increment: 1 } } }));
  });
}

/**
 * Throws a draft away. Its number is never given again.
 * @throws QuestionnaireUnknown, QuestionnaireStale, Refusal `immutable`
 */
export async function discardQuestionnaire(db: Database, named: DraftNamed): Promise<void> {
  await db.transaction(async (tx) => {
    const { version } = await lockDraft(tx, named);
    await tx.questionnaire.update({ where: { version }, data: { status: 'discarded' } });
  });
}

/**
 * Publishes a draft in the place of the version of its code that is published; onboardings that have begun keep theirs.
 * @throws QuestionnaireUnknown, QuestionnaireStale, Refusal `alreadyPublished` or `superseded`
 */
export async function publishQuestionnaire(db: Database, { at, ...named }: DraftNamed & { at: Date }): Promise<QuestionnaireRecord> {
  return db.transaction(async (tx) => {
    const draft = await lock(tx, named);
    const current = await tx.questionnaire.findFirst({ where: { code: draft.code, status: 'published' } });
    publish({ version: draft.number, status: draft.status }, current && { version: current.number, status: 'published' });
    if (current) await tx.questionnaire.update({ where: { version: current.version }, data: { status: 'superseded' } });
    return recordOf(await tx.questionnaire.update({ where: { version: draft.version }, data: { status: 'published', publishedAt: at } }));
  });
}

async function lockDraft(tx: Transaction, named: DraftNamed): Promise<QuestionnaireRecord> {
  const draft = await lock(tx, named);
  refuseChange({ version: draft.number, status: draft.status });
  return draft;
}

async function lock(tx: Transaction, { version, expectedRevision }: DraftNamed): Promise<QuestionnaireRecord> {
  await oneAtATime(tx);
  const found = await getQuestionnaire(tx, version);
  if (!found) throw new QuestionnaireUnknown(version);
  if (expectedRevision !== undefined && expectedRevision !== found.revision) throw new QuestionnaireStale(version);
  return found;
}

/** One version, or null; a discarded draft is none. */
export async function getQuestionnaire(db: Database | Transaction, version: string): Promise<QuestionnaireRecord | null> {
  const row = await connectionOf(db).questionnaire.findUnique({ where: { version, status: { not: 'discarded' } } });
  return row && recordOf(row);
}

/** A questionnaire by its version, in the portal's role too where it was published. @throws QuestionnaireUnknown */
export async function readQuestionnaire(db: Database | Transaction, version: string): Promise<Questionnaire> {
  const found = await getQuestionnaire(db, version);
  if (!found) throw new QuestionnaireUnknown(version);
  return { ...found.document, version };
}

/** Questionnaires without discarded drafts, newest first. @throws BadCursor */
export async function listQuestionnaires(db: Database, page: { limit: number; cursor?: string; code?: string; status?: Exclude<PolicyStatus, 'discarded'> }): Promise<Page<QuestionnaireRecord>> {
  const [at, version] = page.cursor === undefined ? [] : decodeCursor(page.cursor, ['instant', 'text']);
  const after = at === undefined || version === undefined ? [] : [{ OR: [{ createdAt: { lt: at } }, { createdAt: at, version: { lt: version } }] }];
  const rows = await db.prisma.questionnaire.findMany({
    where: { status: page.status ?? { not: 'discarded' }, ...(page.code === undefined ? {} : { code: page.code }), AND: after },
    orderBy: [{ createdAt: 'desc' }, { version: 'desc' }],
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, recordOf, (row) => [row.createdAt.toISOString(), row.version]);
}

/** The version that a supplier is to answer now: of those that are published, the one that fits it most closely. @throws Refusal `noQuestionnaire` */
export async function questionnaireFor(db: Database, supplierId: string): Promise<string> {
  const { segment, kind, categories } = await db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId }, select: { segment: true, kind: true, categories: true } });
  const rows = await db.prisma.questionnaire.findMany({ where: { status: 'published' }, orderBy: { publishedAt: 'desc' } });
  const known = rows.map(recordOf).map(({ version, document }) => ({ version, for: document.for }));
  const found = chooseQuestionnaire(known, { segment: segment as Segment, kind: kind as SupplierKind, categories });
  if (!found) throw new Refusal('noQuestionnaire', 'No questionnaire is published for this supplier; publish one first');
  return found.version;
}

/** Gives a fresh database the questionnaire that Steward brings along. Repeated, it changes nothing; nor does it touch what people have made since. */
export async function seedQuestionnaires(db: Database, at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await oneAtATime(tx);
    if ((await tx.questionnaire.count()) === 0) await insert(tx, { document: defaultQuestionnaire, status: 'published', createdBy: 'steward', at });
  });
}

/** Numbers have no gaps and one version of a code is published: whoever changes questionnaires waits for the others. */
async function oneAtATime(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('steward.questionnaires'))`;
}

async function insert(tx: Transaction, { document, status, createdBy, at }: { document: QuestionnaireDocument; status: PolicyStatus; createdBy: string; at: Date }): Promise<QuestionnaireRecord> {
  const { code } = document;
  const number = nextVersion((await tx.questionnaire.aggregate({ where: { code }, _max: { number: true } }))._max.number);
  const data = { version: `${code}-${number}`, code, number, status, document: document satisfies Prisma.InputJsonObject, createdBy, createdAt: at, publishedAt: status === 'published' ? at : null };
  return recordOf(await tx.questionnaire.create({ data }));
}

function recordOf({ document, status, ...row }: QuestionnaireRow): QuestionnaireRecord {
  return { ...row, status: status as PolicyStatus, document: questionnaireSchema.parse(document) };
}
