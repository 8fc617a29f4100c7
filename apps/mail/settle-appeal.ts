import { LONGEST_APPEAL } from '#domain/evaluation/appeals.js';
import { Refusal } from '#domain/process/decision.js';
import { appealRefused, type AppealRefusal } from '#messaging/letters/appeals.js';
import { beginningOf } from '#messaging/inbound/well-formed.js';
import type { InboundContent } from '#messaging/inbound/read.js';
import type { Database } from '#persistence/database.js';
import type { Contact, InboundMail, Scorecard } from '#persistence/generated/client.js';
import { cameBefore, contactByAddress, settleInbound } from '#persistence/inbound/inbound.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { getScores } from '#persistence/scoring/scores.js';
import { commandIdOf } from '../door/command-id.js';
import { fileAppeal } from '../scorecards/file-appeal.js';
import { letterRow, supplierReader } from '../scorecards/readers.js';
import { keepAttachments } from './attachments.js';

/** What taking an appeal in needs. */
export interface AppealPorts {
  readonly db: Database;
  readonly filesDirectory: string;
  readonly secret: Buffer;
  readonly publicUrl: string;
  readonly domain: string;
  readonly now: () => Date;
}

/**
 * A reply to a scorecard is an appeal: taken while the window is open, else the writer is told why not and a person gets it. May be
 * repeated at any point: the appeal's id follows from the mail.
 */
export async function settleAppeal(ports: AppealPorts, row: InboundMail, { mail, forgery, card }: { mail: InboundContent; forgery: string | null; card: Scorecard }): Promise<void> {
  const end = (status: 'held' | 'ignored' | 'settled', reason: string) => settleInbound(ports.db, row.id, { status, reason, supplierId: card.supplierId }, ports.now());
  const contact = await contactByAddress(ports.db, card.supplierId, mail.from);
  if (!contact) return end('held', 'unknownSender');
  if (forgery !== null) return end('held', forgery);
  if (mail.unreadable !== null) return end('held', `unreadable: ${mail.unreadable}`);
  if (await cameBefore(ports.db, row, mail.messageId)) return end('ignored', 'duplicate');
  const refusal = await appeal(ports, { row, mail, card, contact });
  if (refusal === null) return end('settled', 'appeal');
  await tellWhyNot(ports, { row, card, contact }, refusal);
  return end('held', refusal);
}

/** Answers why the reply is no appeal, or null. */
async function appeal(ports: AppealPorts, { row, mail, card, contact }: { row: InboundMail; mail: InboundContent; card: Scorecard; contact: Contact }): Promise<AppealRefusal | null> {
  const files = await keepAttachments(ports, mail.attachments, { mailId: row.id, supplierId: card.supplierId, caseId: null, uploadedBy: contact.id, at: row.receivedAt });
  const written = (mail.reply || mail.text).trim();
  const text = beginningOf([written || files.names.join(', '), ...files.notes].filter((part) => part !== '').join('\n\n'), LONGEST_APPEAL).trim();
  if (written === '' && files.fileIds.length === 0) return 'empty';
  try {
    await fileAppeal(
      { db: ports.db, settings: settingsOf(ports) },
      {
        id: commandIdOf('mail', mail.messageId ?? row.rawSha256, card.id, 'appeal'),
        evaluationId: card.evaluationId,
        supplierId: card.supplierId,
        text,
        fileIds: files.fileIds,
        channel: 'mail',
        submittedBy: contact.id,
        submittedAt: row.receivedAt,
      },
    );
    return null;
  } catch (error) {
    if (error instanceof Refusal && isAppealRefusal(error.code)) return error.code;
    throw error;
  }
}

/** Once a scorecard, reason and writer. */
async function tellWhyNot(ports: AppealPorts, { row, card, contact }: { row: InboundMail; card: Scorecard; contact: Contact }, why: AppealRefusal): Promise<void> {
  const [score] = await getScores(ports.db, card.evaluationId, [card.supplierId]);
  const reader = await supplierReader(ports.db, card.supplierId, contact.id);
  if (!score || !reader) return;
  const { periodStart, periodEnd } = score;
  const letter = appealRefused({ number: card.id.slice(0, 8), periodStart, periodEnd }, why, reader.language);
  const notice = letterRow({ template: `appeal.refused.${why}`, about: card.id, reader, letter, domain: ports.domain, at: row.receivedAt });
  await ports.db.transaction((tx) => insertOutbox(tx, [notice]));
}

function settingsOf({ publicUrl, secret, domain }: AppealPorts) {
  return { publicUrl, secret, mail: { from: '', domain } };
}

function isAppealRefusal(code: string): code is AppealRefusal {
  return code === 'appealTooLate' || code === 'alreadyAppealed' || code === 'noAppealWindow';
}
