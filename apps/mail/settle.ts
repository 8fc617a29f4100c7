import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asksSupplier, type OnboardingState } from '#domain/onboarding/state.js';
import { LONGEST_TEXT, type ReceiptFacts } from '#domain/rectification/commands.js';
import { readReply, type ReadReply } from '#messaging/inbound/keywords.js';
import { OPENING, type ParseMail } from '#messaging/inbound/bounds.js';
import { readInboundHeaders, readInboundMail, type InboundContent } from '#messaging/inbound/read.js';
import { beginningOf } from '#messaging/inbound/well-formed.js';
import { parseOurAddress, type OurAddress } from '#messaging/our-address.js';
import { getCase, type CaseRecord } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import type { Contact, InboundMail } from '#persistence/generated/client.js';
import { cameBefore, contactByAddress, getInbound, noteIntent, recordReading, settleInbound } from '#persistence/inbound/inbound.js';
import { insertMessage } from '#persistence/messages/messages.js';
import type { LinkKind } from '#persistence/links/links.js';
import { getOutboxMessage } from '#persistence/outbox/outbox.js';
import { getMeeting } from '#persistence/relationship/meetings.js';
import { getScorecard } from '#persistence/scorecards/scorecards.js';
import { v5 as uuidv5 } from 'uuid';
import { commandIdOf } from '../door/command-id.js';
import type { Door } from '../door/door.js';
import { keepAttachments, type KeptFiles } from './attachments.js';
import { mailReceipt, saidKey } from '../receipts/receipt.js';
import { NotYet } from './not-yet.js';
import { lookIntoOrigin, type OriginPorts } from './origin.js';
import { parseApart } from './reading.js';
import { intentNote, intentOf, intentOfNewcomer, leavesStepOpen, readIntentNote, type Intent, type ReplyCommand } from './intent.js';
import { settleAppeal } from './settle-appeal.js';
import { settleMeetingAnswer } from './settle-meeting.js';
import { settleConversation, supplierOfConversation } from './settle-conversation.js';
import { settleBounce, type Subject } from './settle-bounce.js';
import { sayWhatIsNeeded } from './still-needed.js';

/** What looking at an accepted mail needs. */
export interface SettlePorts extends OriginPorts {
  readonly db: Database;
  readonly door: Pick<Door, 'act'>;
  readonly filesDirectory: string;
  readonly secret: Buffer;
  /** How our people reach the web. */
  readonly publicUrl: string;
  /** Domain of Message-IDs and reply addresses. */
  readonly domain: string;
  readonly now: () => Date;
  /** How a mail is parsed; unless told otherwise in a thread of its own. */
  readonly parse?: ParseMail;
}

/** An understood reply on its way into its case. */
interface Reply {
  readonly row: InboundMail;
  readonly mail: InboundContent;
  readonly found: CaseRecord;
  readonly contact: Contact;
  readonly files: KeptFiles;
}

/**
 * Decides what becomes of an accepted mail: ignored (from a machine), held for a person (not our hash, not a known sender, forged, not
 * to be read), settled into its case – as a message, or as the command that its stage and keyword mean – or, when it answers a
 * scorecard, taken as an appeal. A bounce is taken in as news of the mail that it is about. May be repeated at any point.
 * @throws NotYet, and whatever the database throws: the mail then stays `received`
 */
export async function settleMail(ports: SettlePorts, id: string): Promise<void> {
  const row = await getInbound(ports.db, id);
  if (row?.status !== 'received') return;
  const address = parseOurAddress(row.envelopeTo, ports.secret);
  const genuine = address?.genuine ? address : null;
  // Whoever has no address of ours gets no work out of us: no more than the headers is looked at.
  const raw = genuine && (await readFile(join(ports.filesDirectory, row.rawKey)));
  const mail = raw ? await readInboundMail(raw, { from: row.envelopeFrom }, ports.parse ?? parseApart()) : await readOpening(ports, row);
  const { messageId, from, subject, text, reply, kind } = mail;
  await recordReading(ports.db, id, { messageId, fromAddress: from, subject, text, reply, kind });
  const forgery = raw ? await lookIntoOrigin(ports, row, { raw, from }) : null;
  const about = await subjectOf(ports, genuine);
  if (kind === 'bounce' && genuine) return settleBounce(ports, row, mail, { address: genuine, about });
  const meeting = genuine?.use === 'reply' ? await getMeeting(ports.db, genuine.caseId) : null;
  if (kind === 'calendar' && meeting) return settleMeetingAnswer(ports, row, { mail, forgery, meeting });
  if (kind !== 'reply') return settleInbound(ports.db, id, { status: 'ignored', reason: kind, ...about }, ports.now());
  if (!genuine) return settleInbound(ports.db, id, { status: 'held', reason: 'unknownAddress' }, ports.now());
  // Programs that answer the SMTP sender lose the address of the case; a person sees where it belongs.
  if (genuine.use === 'return') return settleInbound(ports.db, id, { status: 'held', reason: 'returnAddress', ...about }, ports.now());
  const card = await getScorecard(ports.db, genuine.caseId);
  const supplier = card ? null : await supplierOfConversation(ports.db, meeting?.supplierId ?? genuine.caseId);
  if (card) await settleAppeal(ports, row, { mail, forgery, card });
  else if (supplier) await settleConversation(ports, row, { mail, forgery, supplier });
  else await settleReply(ports, row, { mail, forgery, caseId: genuine.caseId });
}

/** What a mail to this address is about, as far as is known without reading it. */
async function subjectOf({ db }: SettlePorts, address: OurAddress | null): Promise<Subject> {
  if (!address) return {};
  if (address.use === 'return') {
    const sent = await getOutboxMessage(db, address.outboxId);
    return sent ? { caseId: sent.caseId, supplierId: sent.supplierId } : {};
  }
  const card = await getScorecard(db, address.caseId);
  if (card) return { supplierId: card.supplierId };
  const meeting = await getMeeting(db, address.caseId);
  const supplier = await supplierOfConversation(db, meeting?.supplierId ?? address.caseId);
  return supplier ? { supplierId: supplier.id } : { caseId: address.caseId };
}

/** Holds a reply that its case cannot take, or takes it in. */
async function settleReply(ports: SettlePorts, row: InboundMail, { mail, forgery, caseId }: { mail: InboundContent; forgery: string | null; caseId: string }): Promise<void> {
  const found = await getCase(ports.db, caseId);
  if (!found) throw new NotYet(`case ${caseId} is not there`);
  const where = { caseId: found.id, supplierId: found.supplierId };
  const end = (status: 'held' | 'ignored' | 'settled', reason: string) => settleInbound(ports.db, row.id, { status, reason, ...where }, ports.now());
  const contact = await contactByAddress(ports.db, found.supplierId, mail.from);
  if (!contact) return end('held', 'unknownSender');
  if (forgery !== null) return end('held', forgery);
  if (mail.unreadable !== null) return end('held', `unreadable: ${mail.unreadable}`);
  if (await cameBefore(ports.db, row, mail.messageId)) return end('ignored', 'duplicate');
  const origin = { mailId: row.id, ...where, uploadedBy: contact.id, at: row.receivedAt };
  const files = await keepAttachments(ports, mail.attachments, origin);
  return end('settled', await takeIntoCase(ports, { row, mail, found, contact, files }));
}

/** A supplier that comes in and has a step of its own now. */
function joins({ process, status, state }: CaseRecord): boolean {
  return process === 'onboarding' && status === 'open' && asksSupplier(state as unknown as OnboardingState);
}

async function readOpening(ports: SettlePorts, row: InboundMail): Promise<InboundContent> {
  const file = await open(join(ports.filesDirectory, row.rawKey));
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(OPENING), 0, OPENING, 0);
    return await readInboundHeaders(buffer.subarray(0, bytesRead), { from: row.envelopeFrom });
  } finally {
    await file.close();
  }
}

/** Applies what the reply means, or keeps it as a message. Answers what it became. */
async function takeIntoCase(ports: SettlePorts, reply: Reply): Promise<string> {
  const { row, mail, found, files } = reply;
  const open = found.status === 'open' && found.process === 'rectification';
  const said = readReply(mail.reply);
  const meant: Intent = open ? intentOf(found.stage, { reply: said, fileCount: files.fileIds.length }) : joins(found) ? intentOfNewcomer(said) : [];
  // Noted before anything is done: after a crash in between, the stage may be another, the meaning not.
  const note = await noteIntent(ports.db, row.id, intentNote(meant));
  const intent = readIntentNote(note);
  const carrier = intent.find(isAnswer);
  const answer = carrier && { command: carrier, body: bodyOf(carrier, said, files) };
  const refusal = await carryOut(ports, reply, { intent, answer });
  const taken = refusal ? undefined : answer;
  await converse(ports, reply, taken?.command);
  if (taken) await confirm(ports, reply, taken);
  if (open && (refusal || leavesStepOpen(found.stage, intent))) await tellWhatIsNeeded(ports, reply);
  return refusal ? `${note}: ${refusal}` : note;
}

/** Gives the commands through the door, in order. Answers the code of the first refusal, or null. */
async function carryOut(ports: SettlePorts, { row, mail, found, contact }: Reply, { intent, answer }: { intent: Intent; answer: Answer | undefined }): Promise<string | null> {
  for (const command of intent) {
    const outcome = await ports.door.act({
      process: found.process,
      caseId: found.id,
      command,
      body: answer?.command === command ? answer.body : {},
      ...(isAnswer(command) ? {} : { known: { bringsStep: intent.some(isStep) } satisfies ReceiptFacts }),
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
      case 'notFound':
        throw new Error(`${outcome.what} of case ${found.id} is not known`);
      default:
        throw new NotYet(`${command} of case ${found.id} is ${outcome.status}`);
    }
  }
  return null;
}

/** What a reply answers besides having been read. */
type Carrier = Exclude<ReplyCommand, 'acknowledge'>;

function isAnswer(command: ReplyCommand): command is Carrier {
  return command !== 'acknowledge';
}

/** Who asks for more time has still to hear what for and until when. */
function isStep(command: ReplyCommand): boolean {
  return isAnswer(command) && command !== 'requestExtension';
}

/** Its command as the door takes it. */
interface Answer {
  readonly command: Carrier;
  readonly body: { readonly text: string; readonly files: readonly string[] } | { readonly businessDays: number; readonly reason: string };
}

function bodyOf(command: Carrier, { keyword, text }: ReadReply, files: KeptFiles): Answer['body'] {
  switch (command) {
    case 'submitContainment':
    case 'submitRootCause':
    case 'submitPlan':
    case 'submitEvidence':
      return { text: fitting([text || files.names.join(', '), ...files.notes]), files: files.fileIds };
    case 'requestExtension':
      return { businessDays: keyword.kind === 'extension' ? keyword.businessDays : 0, reason: fitting([text, ...files.notes]) };
  }
}

/** Whoever answers by mail gets the same receipt as on the page: what was understood, and what was not kept. */
async function confirm(ports: SettlePorts, { row, found, contact, files }: Reply, { command, body }: Answer): Promise<void> {
  const capability = { kind: found.process as LinkKind, subjectId: found.id, supplierId: found.supplierId, contactId: contact.id };
  const text = 'text' in body ? body.text : body.reason;
  const sent = { capability, title: found.title, dueAt: found.dueAt, path: found.process === 'onboarding' ? '/portal/onboardings' : '/portal/cases', what: saidKey(command), text, fileIds: files.fileIds, id: row.id, at: row.receivedAt };
  await ports.db.transaction((tx) => mailReceipt(tx, ports, 'businessDays' in body ? { ...sent, businessDays: body.businessDays } : sent));
}

/** Paragraphs up to the length that a step can hold; the whole mail stays in the record. */
function fitting(paragraphs: readonly string[]): string {
  return beginningOf(paragraphs.filter((paragraph) => paragraph !== '').join('\n\n'), LONGEST_TEXT).trim();
}

/** Adds to the conversation what no command's commit has added: the commit writes the text of its step itself. */
async function converse(ports: SettlePorts, reply: Reply, carrier: Carrier | undefined): Promise<void> {
  const { row, mail, found, contact, files } = reply;
  const carriesFiles = carrier !== undefined && carrier !== 'requestExtension';
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
