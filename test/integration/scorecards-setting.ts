import { randomUUID } from 'node:crypto';
import { samplePolicy } from '#domain/policy/default-policy.js';
import { parsePolicy } from '#domain/policy/policy.js';
import { createScorecardActivities } from '#apps/worker/activities/scorecards.js';
import { createConsequenceActivities } from '#apps/worker/activities/consequences.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { createDraft, publishPolicy } from '#persistence/policies/policies.js';
import { publishEvaluation } from '#test/cycle-steps.js';
import { begin, land, score, type Delivery } from '#test/late-facts.js';
import { createTestDatabase } from '#test/postgres.js';

/** What letters are written with in these tests. */
export const settings = { publicUrl: 'https://steward.example.com', secret: Buffer.alloc(32, 5), mail: { from: 'Steward <steward@example.com>', domain: 'example.com' } };

/** A database with a policy that hears appeals, and the cycle's ports on it. */
export async function openSetting(change: object = {}) {
  const database = await createTestDatabase();
  const db = openDatabase({ url: database.url, role: 'staff', applicationName: 'steward-test' });
  await publish(db, change);
  const ports = { ...createScorecardActivities(db, settings), ...createConsequenceActivities(db, settings) };
  return { url: database.url, db, ports, close: async () => { await db.close(); await database.drop(); } };
}

/** Puts a policy into force: the sample's, with five days to appeal. */
export async function publish(db: Database, change: object = {}): Promise<void> {
  const at = new Date('2026-01-01T00:00:00Z');
  const { evaluation: _, ...sample } = samplePolicy;
  const policy = parsePolicy({ ...sample, appealWindowDays: 5, ...change });
  const { version } = await createDraft(db, { policy, createdBy: 'test', at });
  await publishPolicy(db, { version, at });
}

/** An active supplier with one contact. */
export async function settleWithContact(db: Database, language = 'en'): Promise<{ supplierId: string; contactId: string; email: string }> {
  const [supplierId, contactId] = [randomUUID(), randomUUID()];
  const at = new Date('2026-01-01T00:00:00Z');
  const email = `sales-${contactId.slice(0, 8)}@example.com`;
  const row = { kind: 'product', status: 'active', segment: 'routine', categories: [], version: 1, createdAt: at, updatedAt: at };
  await db.prisma.supplier.create({ data: { id: supplierId, code: `S-${supplierId.slice(0, 8)}`, name: 'Example Castings', timeZone: 'UTC', language, ...row } });
  await db.prisma.contact.create({ data: { id: contactId, supplierId, name: 'Sales contact', email, role: 'sales', position: 0 } });
  return { supplierId, contactId, email };
}

/** Ten lines of a month, of which the first `late` came a month late. */
export function tenLines(supplierId: string, name: string, late: number): Delivery[] {
  return Array.from({ length: 10 }, (_, index) => {
    const day = `${name}-${String(index + 5).padStart(2, '0')}`;
    return { supplierId, id: `${supplierId}-${name}-${index}`, promised: day, received: index < late ? `${name}-28` : day };
  });
}

/** Lands a month's deliveries and publishes its evaluation, which stays open for appeals. */
export async function publishMonth(db: Database, name: string, deliveries: readonly Delivery[], at: Date): Promise<string> {
  await land(db, deliveries, at);
  const [year, month] = name.split('-').map(Number) as [number, number];
  const evaluationId = await begin(db, { periodStart: `${name}-01`, periodEnd: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) }, at);
  await score(db, evaluationId, at);
  await publishEvaluation(db, { evaluationId, at });
  await db.prisma.evaluation.update({ where: { id: evaluationId }, data: { stage: 'appeals' } });
  return evaluationId;
}
