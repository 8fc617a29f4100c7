import { languageOf, speak, type Language } from '#messaging/catalogs/speak.js';
import { inspect, MOST_FILES, refusalWords, type FileRefusal } from '#messaging/inbound/file-kind.js';
import type { InboundAttachment } from '#messaging/inbound/read.js';
import { storeContent } from '#persistence/inbound/content-store.js';
import type { Database } from '#persistence/database.js';
import { v5 as uuidv5 } from 'uuid';

/** The files of a reply after inspection: what is kept, and what was not and why, in the language of the supplier, who has to send it again. */
export interface KeptFiles {
  readonly fileIds: readonly string[];
  readonly names: readonly string[];
  readonly notes: readonly string[];
}

/** Whose files they are, and since when. The ids derive from `mailId`: a second look stores nothing twice. */
export interface FileOrigin {
  readonly mailId: string;
  readonly supplierId: string;
  /** null: of no case. */
  readonly caseId: string | null;
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
  const refusals: { readonly name: string; readonly refused: FileRefusal }[] = [];
  for (const [index, { name, content }] of attachments.entries()) {
    const verdict = index >= MOST_FILES ? { refused: { why: 'many' } as const } : await inspect(name, content);
    if ('refused' in verdict) {
      refusals.push({ name, refused: verdict.refused });
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
  return { fileIds, names, notes: refusals.length > 0 ? notesOf(refusals, await readerOf(ports.db, origin)) : [] };
}

/** A mail may bring thousands of files; how many more is all that anybody wants to know. */
const MOST_NOTES = 20;

function notesOf(refusals: readonly { readonly name: string; readonly refused: FileRefusal }[], language: Language): string[] {
  const say = speak(language);
  const notes = refusals.slice(0, MOST_NOTES).map(({ name, refused }) => say('attachment.notKept', { name, why: refusalWords(refused, language) }));
  const more = refusals.length - notes.length;
  return more > 0 ? [...notes, say('attachment.more', { count: more })] : notes;
}

async function readerOf(db: Database, { supplierId, uploadedBy }: FileOrigin): Promise<Language> {
  const found = await db.prisma.supplier.findUnique({ where: { id: supplierId }, select: { language: true, contacts: { select: { id: true, language: true } } } });
  return languageOf(found?.contacts.find(({ id }) => id === uploadedBy)?.language ?? found?.language);
}
