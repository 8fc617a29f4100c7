import type { InboundAttachment } from '#messaging/inbound/read.js';
import { storeContent } from '#persistence/inbound/content-store.js';
import type { Database } from '#persistence/database.js';
import { fileTypeFromBuffer } from 'file-type';
import { v5 as uuidv5 } from 'uuid';

/** How many files a reply may bring, and how large each may be, in bytes. */
export const MOST_FILES = 10;
export const LARGEST_FILE = 10 * 1024 * 1024;

/** What magic bytes may say; everything else is refused, whatever its name. */
const ACCEPTED: readonly string[] = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];

/** Text has no magic bytes: its name has to say what it is, and its bytes must be text. */
const TEXT_NAMES: readonly [RegExp, string][] = [
  [/\.csv$/i, 'text/csv'],
  [/\.txt$/i, 'text/plain'],
];

/** The files of a reply after inspection: what is kept, and for people what was not and why. */
export interface KeptFiles {
  readonly fileIds: readonly string[];
  readonly names: readonly string[];
  readonly notes: readonly string[];
}

/** Whose files they are, and since when. The ids derive from `mailId`: a second look stores nothing twice. */
export interface FileOrigin {
  readonly mailId: string;
  readonly supplierId: string;
  readonly caseId: string;
  readonly uploadedBy: string;
  readonly at: Date;
}

/** Inspects the files of a reply and keeps the accepted ones, as `pending` until a commit or a message names them. */
export async function keepAttachments(
  ports: { db: Database; filesDirectory: string },
  attachments: readonly InboundAttachment[],
  origin: FileOrigin,
): Promise<KeptFiles> {
  const fileIds: string[] = [];
  const names: string[] = [];
  const notes: string[] = [];
  for (const [index, { name, content }] of attachments.entries()) {
    const verdict = index >= MOST_FILES ? { refused: `only ${MOST_FILES} files are kept` } : await inspect(name, content);
    if ('refused' in verdict) {
      notes.push(`[Attachment not kept: ${name} – ${verdict.refused}]`);
      continue;
    }
    const id = uuidv5(`file:${index}`, origin.mailId);
    const { sha256, size } = await storeContent(ports.filesDirectory, [content]);
    const { supplierId, caseId, uploadedBy, at } = origin;
    const row = { id, sha256, name, mediaType: verdict.mediaType, size, supplierId, caseId, status: 'pending', uploadedBy, uploadedAt: at };
    await ports.db.prisma.file.createMany({ data: [row], skipDuplicates: true });
    fileIds.push(id);
    names.push(name);
  }
  return { fileIds, names, notes };
}

/** What a file is by its bytes, or why it is refused. */
export async function inspect(name: string, content: Uint8Array): Promise<{ mediaType: string } | { refused: string }> {
  if (content.length === 0) return { refused: 'it is empty' };
  if (content.length > LARGEST_FILE) return { refused: `it is larger than ${LARGEST_FILE / 1024 / 1024} MB` };
  const found = await fileTypeFromBuffer(content).catch(() => undefined);
  if (found) return ACCEPTED.includes(found.mime) ? { mediaType: found.mime } : { refused: `files of type ${found.mime} are not accepted` };
  const text = TEXT_NAMES.find(([pattern]) => pattern.test(name));
  if (text && isText(content)) return { mediaType: text[1] };
  return { refused: 'its type is not known' };
}

/** Text in any encoding in use has no control characters but those of lines and tabs. */
function isText(content: Uint8Array): boolean {
  return content.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
