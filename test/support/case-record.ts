import { CHAIN_START, chainHash } from '#persistence/cases/event-chain.js';
import type { Database } from '#persistence/database.js';

/** What must hold of a case whatever was killed meanwhile; each entry names one violation. */
export async function violations(db: Database, caseId: string): Promise<string[]> {
  return [...(await ofEvents(db, caseId)), ...(await ofMails(db, caseId))];
}

/** The chain is whole up to the head on the case's row, and no command has two entries. */
async function ofEvents(db: Database, caseId: string): Promise<string[]> {
  const found: string[] = [];
  const row = await db.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
  const events = await db.prisma.event.findMany({ where: { caseId }, orderBy: [{ sequence: 'asc' }, { ordinal: 'asc' }] });
  let head = CHAIN_START;
  for (const { hash, previousHash, at, ...event } of events) {
    const { caseId: of, sequence, ordinal, supplierId, type, actorKind, actorId, commandId, submissionId, data } = event;
    const chained = { caseId: of, sequence, ordinal, supplierId, type, at: at.toISOString(), actorKind, actorId, commandId, submissionId, data };
    if (previousHash !== head || hash !== chainHash(head, chained)) found.push(`the chain is broken at ${type} (${sequence}.${ordinal})`);
    head = hash;
  }
  if (head !== row.headHash) found.push('the head on the row is not the last hash');
  if (events.at(-1)?.sequence !== row.sequence) found.push(`the row is at ${row.sequence}, its last event at ${events.at(-1)?.sequence}`);
  const results = await db.prisma.commandResult.findMany({ where: { caseId } });
  if (new Set(results.map(({ sequence }) => sequence)).size !== row.sequence) found.push('not every sequence has one command');
  const once = new Set(events.map(({ commandId, ordinal }) => `${commandId} ${ordinal}`));
  if (once.size !== events.length) found.push('a command has its events twice');
  return found;
}

/** Every mail was sent; one that the mailbox holds twice is flagged, and both carry the same Message-ID and text. */
async function ofMails(db: Database, caseId: string): Promise<string[]> {
  const found: string[] = [];
  const [outbox, kept] = await Promise.all([db.prisma.outboxMessage.findMany({ where: { caseId } }), db.prisma.mailboxMessage.findMany()]);
  for (const mail of outbox) {
    const copies = kept.filter(({ messageId }) => messageId === mail.messageId);
    const what = `${mail.template} to ${mail.address}`;
    if (mail.status !== 'sent') found.push(`${what} is ${mail.status}`);
    if (copies.length === 0) found.push(`${what} is in no mailbox`);
    if (copies.length > 1 && !mail.ambiguous) found.push(`${what} came ${copies.length} times, unflagged`);
    if (copies.length > 2) found.push(`${what} came ${copies.length} times`);
  }
  const orphans = kept.filter(({ messageId, subject }) => subject.includes(caseId.slice(0, 8)) && !outbox.some((mail) => mail.messageId === messageId));
  for (const { subject } of orphans) found.push(`a mail that no outbox row explains: ${subject}`);
  return found;
}
