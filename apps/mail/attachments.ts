import { inspect, MOST_FILES } from '#messaging/inbound/file-kind.js';
import type { InboundAttachment } from '#messaging/inbound/read.js';
import { storeContent } from '#persistence/inbound/content-store.js';
import type { Database } from '#persistence/database.js';
import { v5 as uuidv5 } from 'uuid';

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
