import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepAttachments } from '#apps/mail/attachments.js';
import { parseApart } from '#apps/mail/reading.js';
import { LONGEST_TEXT } from '#domain/submission/submission.js';
import { readInboundMail } from '#messaging/inbound/read.js';
import type { Database } from '#persistence/database.js';
import type { InboundMail } from '#persistence/generated/client.js';

/** What a held mail says, read whole: until a person asked for it, no more than its headers was looked at. */
export interface MailContent {
  readonly text: string;
  readonly fileIds: readonly string[];
}

/** Reads a mail and keeps its files. `unreadable` says why it cannot be read. */
export async function readMail(
  ports: { db: Database; filesDirectory: string },
  mail: InboundMail,
  origin: { supplierId: string; uploadedBy: string; at: Date },
): Promise<MailContent | { readonly unreadable: string }> {
  const raw = await readFile(join(ports.filesDirectory, mail.rawKey));
  const read = await readInboundMail(raw, { from: mail.envelopeFrom }, parseApart());
  if (read.unreadable !== null) return { unreadable: read.unreadable };
  const files = await keepAttachments(ports, read.attachments, { mailId: mail.id, caseId: null, ...origin });
  const text = [read.subject, read.reply.trim(), ...files.notes].filter((part) => part !== '').join('\n\n');
  return { text: text.slice(0, LONGEST_TEXT), fileIds: files.fileIds };
}
