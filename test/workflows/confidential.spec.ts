import { commandIdOf } from '#apps/door/command-id.js';
import { roles } from '#persistence/access/roles.js';
import { getCase } from '#persistence/cases/read.js';
import { insertMessage } from '#persistence/messages/messages.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { letDaysPass } from '#test/temporal.js';
import { randomUUID } from 'node:crypto';
import { startApiUnderTest, type ApiUnderTest } from '../integration/api-under-test.js';

const TITLE = 'Bribery in the paint shop';
const AT_ONCE = 8;
/** Answers that never end. */
const STREAMS = /\/stream$/;

let place: Workplace;
let api: ApiUnderTest;

beforeAll(async () => {
  place = await openWorkplace();
  api = await startApiUnderTest(place);
}, 240_000);
afterAll(async () => {
  await api?.close();
  await place?.close();
}, 240_000);

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: { readonly enum?: readonly string[] };
}
type Document = Record<string, Record<string, { readonly parameters?: readonly Parameter[] }>>;

/** Each route that reads, with each of the ids in its path, each value of its choices and the title wherever something is searched. */
function readings(document: Document, ids: readonly string[]): string[] {
  return Object.entries(document).flatMap(([path, { get }]) => {
    if (!get || !path.startsWith('/api/') || STREAMS.test(path)) return [];
    const query = (get.parameters ?? []).filter((parameter) => parameter.in === 'query');
    const choices = query.flatMap(({ name, schema }) => (schema?.enum ?? []).map((value) => `${name}=${value}`));
    const words = query.flatMap(({ name }) => (name === 'q' || name === 'search' || name === 'text' ? [`${name}=${encodeURIComponent(TITLE.slice(0, 7))}`] : []));
    const most = query.some(({ name }) => name === 'limit') ? ['limit=200'] : [];
    const filters = [most, ...[...choices, ...words].map((each) => [...most, each])];
    const addresses = /\{/.test(path) ? ids.map((id) => path.replace(/\{\w+\}/g, id)) : [path];
    return addresses.flatMap((address) => filters.map((filter) => `${address}${filter.length > 0 ? `?${filter.join('&')}` : ''}`));
  });
}

/** A confidential case that nobody answers: it fails, and with it come mails, a proposal and a conversation. */
async function failedInSecret() {
  const cast = await settleCast(place.db);
  const body = { supplierId: cast.supplierId, severity: 'minor', title: TITLE, description: 'A painter was offered money.', confidential: true };
  const outcome = await place.door.open({ process: 'rectification', body, actor: { kind: 'staff', id: cast.procurement.id }, channel: 'api', commandId: commandIdOf('test', randomUUID()), receivedAt: new Date() });
  if (outcome.status !== 'applied') throw new Error(JSON.stringify(outcome));
  const { caseId } = outcome.standing;
  await letDaysPass(place.client, `rectification:${caseId}`, 30);
  expect(await getCase(place.db, caseId)).toMatchObject({ outcome: 'failed', confidential: true });
  const { supplierId, contactId } = cast;
  const said = { id: randomUUID(), caseId, supplierId, direction: 'in', channel: 'portal', authorKind: 'contact', authorId: contactId, author: 'Quality contact', text: `About: ${TITLE}`, sourceId: null, at: new Date() } as const;
  const file = { id: randomUUID(), sha256: 'f'.repeat(64), name: `${TITLE}.pdf`, mediaType: 'application/pdf', size: 1, supplierId, caseId, status: 'kept', uploadedBy: contactId, uploadedAt: new Date() };
  await place.db.prisma.file.create({ data: file });
  await place.db.transaction((tx) => insertMessage(tx, { ...said, fileIds: [file.id] }));
  const [proposal] = await place.db.prisma.proposal.findMany({ where: { causeCaseId: caseId } });
  const mails = await place.db.prisma.outboxMessage.findMany({ where: { caseId } });
  await place.db.prisma.outboxMessage.updateMany({ where: { id: mails[0]!.id }, data: { status: 'failed' } });
  return { ...cast, caseId, ids: [caseId, supplierId, contactId, proposal!.id, file.id, said.id, ...mails.slice(0, 2).map(({ id }) => id)] };
}

describe('a confidential case', () => {
  it('leaves no trace on any route for somebody who is not among its readers, whatever the role', async () => {
    const { caseId, ids, procurement } = await failedInSecret();
    const { key } = await api.keyOf(...roles);
    const { body } = await api.call<{ paths: Document }>('GET', '/openapi.json');
    const addresses = readings(body.paths, ids);
    expect(addresses.length).toBeGreaterThan(200);
    const told = new Set<string>();
    const ask = async (address: string) => {
      const answer = await fetch(`${api.url}${address}`, { headers: { authorization: `Bearer ${key}` }, signal: AbortSignal.timeout(20_000) });
      const text = await answer.text();
      expect([address, answer.status < 500]).toEqual([address, true]);
      // A refusal repeats the address that was asked for, not what is behind it.
      if (answer.ok && [caseId, caseId.slice(0, 8), TITLE].some((trace) => text.includes(trace))) told.add(address.replace(/\?.*/, '').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '*'));
    };
    while (addresses.length > 0) await Promise.all(addresses.splice(0, AT_ONCE).map(ask));
    expect([...told].sort()).toEqual([]);
    const reader = await place.db.prisma.person.findUniqueOrThrow({ where: { id: procurement.id } });
    expect((await getCase(place.db, caseId, 'rectification', [reader.id]))?.title).toBe(TITLE);
  }, 240_000);
});
