import { randomUUID } from 'node:crypto';
import { releaseGrades } from '#persistence/evaluations/decisions.js';
import { inStage, publishPolicyWithStages, startCycle } from '#test/cycles.js';
import { eventually } from '#test/eventually.js';
import { openKillable, type Killable } from '#test/killable.js';
import { startRole, type Role } from '#test/roles.js';
import { lockScorecard } from '#test/row-lock.js';

/** Scorecards are written a hundred at a time: this makes three pages. */
const SUPPLIERS = 250;
/** The last supplier of the first page, and one in the middle of the second. */
const [LAST_OF_FIRST, IN_SECOND] = [99, 150];

let place: Killable;
let db: Killable['db'];
let post: Role;

beforeAll(async () => {
  place = await openKillable();
  ({ db } = place);
  await publishPolicyWithStages(db);
}, 240_000);
afterAll(async () => {
  await post?.kill();
  await place?.close();
}, 240_000);

const startPost = async () => {
  post = startRole('mail', (await place.steward.mail()).env);
  await post.ready();
};

interface Reader {
  readonly supplierId: string;
  readonly contactId: string;
  readonly email: string;
}

/** Suppliers with a contact and a month of deliveries in time, by their ids as the pages go. */
async function settle(): Promise<Reader[]> {
  const readers = Array.from({ length: SUPPLIERS }, (_, index) => ({ supplierId: randomUUID(), contactId: randomUUID(), email: `contact-${index}@example.com` }));
  const at = new Date('2026-01-01T00:00:00Z');
  await db.prisma.supplier.createMany({
    data: readers.map(({ supplierId: id }) => ({
      id, code: `S-${id}`, name: 'Example Castings', timeZone: 'UTC', language: 'en', kind: 'product', status: 'active', segment: 'routine', categories: [], version: 1, createdAt: at, updatedAt: at,
    })),
  });
  await db.prisma.contact.createMany({ data: readers.map(({ supplierId, contactId, email }) => ({ id: contactId, supplierId, name: 'Sales', email, role: 'sales', position: 0 })) });
  const day = new Date('2026-01-12T00:00:00Z');
  const lines = readers.flatMap(({ supplierId }) =>
    Array.from({ length: 10 }, (_, index) => ({ supplierId, source: 'test', externalId: `${supplierId}-${index}`, version: 1, contentHash: `${supplierId}-${index}`, arrivedAt: day })),
  );
  await db.prisma.orderLine.createMany({
    data: lines.map((line) => ({ ...line, id: randomUUID(), orderedQuantity: 10, unit: 'piece', orderDate: at, originalPromisedDate: day, promisedDate: day })),
  });
  await db.prisma.receipt.createMany({ data: lines.map((line) => ({ ...line, id: randomUUID(), lineExternalId: line.externalId, quantity: 10, receivedOn: day })) });
  return readers.sort((a, b) => (a.supplierId < b.supplierId ? -1 : 1));
}

const cards = (evaluationId: string) => db.prisma.scorecard.count({ where: { evaluationId } });
const arrived = () => place.sink.mails.filter(({ subject }) => !subject?.startsWith('Grades'));

it('a worker that dies between and within the pages of scorecards, and a post that dies among their mails, leave each supplier one', async () => {
  const readers = await settle();
  const id = await startCycle(place, '2026-01');
  await inStage(place, id, 'review', 60_000);

  // The first worker dies while it writes the second page; the first is committed.
  const second = await lockScorecard(place.databaseUrl, id, readers[IN_SECOND]!.supplierId);
  const third = await lockScorecard(place.databaseUrl, id, readers[SUPPLIERS - 1]!.supplierId);
  await place.killWhere(second, async () => {
    await releaseGrades(db, { evaluationId: id, by: 'manager', at: new Date() });
    await place.door.nudgeEvaluation(id);
    await eventually('the first page is written', async () => (await cards(id)) === LAST_OF_FIRST + 1, 60_000);
  });
  expect(await cards(id)).toBe(LAST_OF_FIRST + 1);

  // Its successor dies in the third, while the post sends the first mails and dies as well.
  await place.killWhere(third, async () => {
    await startPost();
    await eventually('the second page is written', async () => (await cards(id)) === 200, 90_000);
    await eventually('mails arrive', () => arrived().length > 20, 60_000);
    await post.kill();
  });
  await startPost();
  await inStage(place, id, 'appeals', 90_000);

  const rows = await eventually('every mail is sent', async () => {
    const all = await db.prisma.outboxMessage.findMany({ where: { template: 'scorecard' } });
    return all.length === SUPPLIERS && all.every(({ status }) => status === 'sent') && all;
  }, 400_000);
  expect(rows.map(({ recipientId }) => recipientId).sort()).toEqual(readers.map(({ contactId }) => contactId).sort());
  const stored = await db.prisma.scorecard.findMany({ where: { evaluationId: id }, orderBy: { supplierId: 'asc' } });
  expect(stored.map(({ supplierId, revision }) => [supplierId, revision])).toEqual(readers.map(({ supplierId }) => [supplierId, 1]));
  expect(stored.map(({ outboxId }) => outboxId).sort()).toEqual(rows.map((row) => row.id).sort());
  expect(await db.prisma.link.count({ where: { kind: 'scorecard', revokedAt: null } })).toBe(SUPPLIERS);

  // Every mail came; twice only that one of which the post died before it heard the answer, with the same Message-ID and flagged.
  const copies = new Map<string, number>();
  for (const { messageId } of place.sink.mails) copies.set(messageId ?? '', (copies.get(messageId ?? '') ?? 0) + 1);
  expect(rows.filter((row) => !copies.has(row.messageId))).toEqual([]);
  const twice = rows.filter((row) => (copies.get(row.messageId) ?? 0) > 1);
  expect(twice.filter(({ ambiguous }) => !ambiguous)).toEqual([]);
  expect(twice.length).toBeLessThanOrEqual(1);
  expect([...copies.values()].every((times) => times <= 2)).toBe(true);
}, 900_000);
