import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LONGEST_TEXT } from '#domain/rectification/commands.js';
import { readReply } from '#messaging/inbound/keywords.js';
import { readInboundMail, type InboundContent } from '#messaging/inbound/read.js';
import { parseReplyAddress } from '#messaging/reply-address.js';
import { getCase, type CaseRecord } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import type { Contact, InboundMail } from '#persistence/generated/client.js';
import { cameBefore, contactByAddress, getInbound, noteIntent, recordReading, settleInbound } from '#persistence/inbound/inbound.js';
import { insertMessage } from '#persistence/messages/messages.js';
import { v5 as uuidv5 } from 'uuid';
import { commandIdOf } from '../door/command-id.js';
import type { Door } from '../door/door.js';
import { keepAttachments, type KeptFiles } from './attachments.js';
import { intentNote, intentOf, leavesStepOpen, readIntentNote, type Intent, type ReplyCommand } from './intent.js';
import { sayWhatIsNeeded } from './still-needed.js';

/** What looking at an accepted mail needs. */
export interface SettlePorts {
  readonly db: Database;
  readonly door: Pick<Door, 'act'>;
  readonly filesDirectory: string;
  readonly secret: Buffer;
  /** Domain of Message-IDs and reply addresses. */
  readonly domain: string;
  readonly now: () => Date;
}

/** The case or the engine is not there yet: the mail stays as it is and is looked at again. */
export class NotYet extends Error {}

/** An understood reply on its way into its case. */
interface Reply {
  readonly row: InboundMail;
  readonly mail: InboundContent;
  readonly found: CaseRecord;
  readonly contact: Contact;
  readonly files: KeptFiles;
}

/**
 * Decides what becomes of an accepted mail: ignored (from a machine), held for a person (not our hash, not a known sender),
 * or settled into its case – as a message, or as the command that its stage and keyword mean. May be repeated at any point.
 * @throws NotYet, and whatever the database throws: the mail then stays `received`
 */
export async function settleMail(ports: SettlePorts, id: string): Promise<void> {
  const row = await getInbound(ports.db, id);
  if (row?.status !== 'received') return;
  const mail = await readInboundMail(await readFile(join(ports.filesDirectory, row.rawKey)), { from: row.envelopeFrom });
  const { messageId, from, subject, text, reply, kind } = mail;
  await recordReading(ports.db, id, { messageId, fromAddress: from, subject, text, reply, kind });
  const address = parseReplyAddress(row.envelopeTo, ports.secret);
  const genuine = address?.genuine ? address.caseId : null;
  if (kind !== 'reply') return settleInbound(ports.db, id, { status: 'ignored', reason: kind, caseId: genuine }, ports.now());
  if (!genuine) return settleInbound(ports.db, id, { status: 'held', reason: 'unknownAddress' }, ports.now());
  const found = await getCase(ports.db, genuine);
  if (!found) throw new NotYet(`case ${genuine} is not there`);
  const where = { caseId: found.id, supplierId: found.supplierId };
  const contact = await contactByAddress(ports.db, found.supplierId, from);
  if (!contact) return settleInbound(ports.db, id, { status: 'held', reason: 'unknownSender', ...where }, ports.now());
  if (await cameBefore(ports.db, row, messageId)) return settleInbound(ports.db, id, { status: 'ignored', reason: 'duplicate', ...where }, ports.now());
  const origin = { mailId: id, ...where, uploadedBy: contact.id, at: row.receivedAt };
  const files = await keepAttachments(ports, mail.attachments, origin);
  const reason = await takeIntoCase(ports, { row, mail, found, contact, files });
  await settleInbound(ports.db, id, { status: 'settled', reason, ...where }, ports.now());
}

/** Applies what the reply means, or keeps it as a message. Answers what it became. */
async function takeIntoCase(ports: SettlePorts, reply: Reply): Promise<string> {
  const { row, mail, found, files } = reply;
  const open = found.status === 'open' && found.process === 'rectification';
  const meant: Intent = open ? intentOf(found.stage, { reply: readReply(mail.reply), fileCount: files.fileIds.length }) : [];
  // Noted before anything is done: after a crash in between, the stage may be another, the meaning not.
  const note = await noteIntent(ports.db, row.id, intentNote(meant));
  const intent = readIntentNote(note);
  const refusal = await carryOut(ports, reply, intent);
  const carrier = refusal ? undefined : intent.find((command) => command !== 'acknowledge');
  await converse(ports, reply, carrier);
  if (open && (refusal || leavesStepOpen(found.stage, intent))) await tellWhatIsNeeded(ports, reply);
  return refusal ? `${note}: ${refusal}` : note;
}

/** Gives the commands through the door, in order. Answers the code of the first refusal, or null. */
async function carryOut(ports: SettlePorts, reply: Reply, intent: Intent): Promise<string | null> {
  const { row, mail, found, contact } = reply;
  for (const command of intent) {
    const outcome = await ports.door.act({
      process: found.process,
      caseId: found.id,
      command,
      body: bodyOf(command, reply),
      actor: { kind: 'contact', id: contact.id },
      channel: 'mail',
      commandId: commandIdOf('mail', mail.messageId ?? row.rawSha256, found.id, command),
      receivedAt: row.receivedAt,
    });
    switch (outcome.status) {
      case 'applied':
        break;
      case 'refused':
        // Somebody has acknowledged meanwhile; what the reply brings besides still counts.
        if (command === 'acknowledge') break;
        return outcome.code;
      case 'invalid':
        return 'invalid';
      default:
        throw new NotYet(`${command} of case ${found.id} is ${outcome.status}`);
    }
  }
  return null;
}

function bodyOf(command: ReplyCommand, { mail, files }: Reply): object {
  const { keyword, text } = readReply(mail.reply);
  switch (command) {
    case 'acknowledge':
      return {};
    case 'submitPlan':
    case 'submitEvidence':
      return { text: fitting([text || files.names.join(', '), ...files.notes]), files: files.fileIds };
    case 'requestExtension':
      return { businessDays: keyword.kind === 'extension' ? keyword.businessDays : 0, reason: fitting([text, ...files.notes]) };
  }
}

/** Paragraphs up to the length that a step can hold; the whole mail stays in the record. */
function fitting(paragraphs: readonly string[]): string {
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n').slice(0, LONGEST_TEXT).trim();
}

/** Adds to the conversation what no command's commit has added: the commit writes the text of its step itself. */
async function converse(ports: SettlePorts, reply: Reply, carrier: ReplyCommand | undefined): Promise<void> {
  const { row, mail, found, contact, files } = reply;
  const carriesFiles = carrier === 'submitPlan' || carrier === 'submitEvidence';
  if (carriesFiles || (carrier === 'requestExtension' && files.fileIds.length === 0)) return;
  const written = carrier ? files.names.join(', ') : mail.reply || mail.text.trim();
  const fileIds = [...files.fileIds];
  await ports.db.transaction(async (tx) => {
    await insertMessage(tx, {
      id: uuidv5('message', row.id),
      caseId: found.id,
      supplierId: found.supplierId,
      direction: 'in',
      channel: 'mail',
      authorKind: 'contact',
      authorId: contact.id,
      author: contact.name,
      text: [written, ...files.notes].filter((part) => part !== '').join('\n\n'),
      fileIds,
      // The same mail by another way in is the same message.
      sourceId: uuidv5(mail.messageId ?? row.rawSha256, found.id),
      at: row.receivedAt,
    });
    await tx.file.updateMany({ where: { id: { in: fileIds }, status: 'pending' }, data: { status: 'kept' } });
  });
}

/** The stage as it is now: the commands of this very mail may have moved it. */
async function tellWhatIsNeeded(ports: SettlePorts, { mail, contact, found }: Reply): Promise<void> {
  const now = await getCase(ports.db, found.id);
  if (now?.status === 'open' && leavesStepOpen(now.stage, [])) {
    await sayWhatIsNeeded(ports, { found: now, contact, mail, at: ports.now() });
  }
}
