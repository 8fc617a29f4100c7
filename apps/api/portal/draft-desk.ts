import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { MOST_FILES } from '#messaging/inbound/file-kind.js';
import type { Transaction } from '#persistence/database.js';
import { draftsOf, dropDraftFile, saveDraft, type Draft, type DraftKey } from '#persistence/drafts/drafts.js';
import type { FileSummary } from '#persistence/files/files.js';
import { InjectNow, type Now } from '../parts.js';
import { PortalDatabase } from './portal-database.js';
import type { PortalForm } from './portal-form.js';

/** A file that was not attached, and why. */
export interface FileProblem {
  readonly name: string;
  readonly code: 'fileKind' | 'fileLarge' | 'fileEmpty' | 'fileMany';
}

/** Keeps what suppliers write and attach on their pages until they send it. Everything is done as the supplier, in the portal's role. */
@Injectable()
export class DraftDesk {
  constructor(
    private readonly portal: PortalDatabase,
    @InjectNow() private readonly now: Now,
  ) {}

  /** What the contact has written on a page, by form. */
  async of({ supplierId, ...key }: Omit<DraftKey, 'form'>): Promise<ReadonlyMap<string, Draft>> {
    return this.portal.as(supplierId, (tx) => draftsOf(tx, key));
  }

  /**
   * Keeps the named fields of a form and its files, `pending` until something names them. A file that is attached already is not
   * attached twice; what cannot be attached is left out and said.
   */
  async keep(key: DraftKey, { fields, uploads }: PortalForm, names: readonly string[]): Promise<{ draft: Draft; problems: FileProblem[] }> {
    const at = this.now();
    const typed = Object.fromEntries(names.flatMap((name) => (fields.has(name) ? [[name, fields.getAll(name).at(-1) ?? '']] : [])));
    return this.portal.as(key.supplierId, async (tx) => {
      const before = (await draftsOf(tx, key)).get(key.form)?.fileIds ?? [];
      const { attached, problems } = await attach(tx, key, { uploads, before, at });
      return { draft: await saveDraft(tx, key, { fields: typed, addFiles: attached, at }), problems };
    });
  }

  /** Takes a file out of a draft; one that is not in it is left alone. */
  async removeFile(key: DraftKey, fileId: string): Promise<void> {
    await this.portal.as(key.supplierId, (tx) => dropDraftFile(tx, key, fileId, this.now()));
  }
}

async function attach(tx: Transaction, key: DraftKey, { uploads, before, at }: { uploads: PortalForm['uploads']; before: readonly string[]; at: Date }) {
  const { kind, subjectId, supplierId, contactId, form } = key;
  const attached: string[] = [];
  const problems: FileProblem[] = [];
  for (const upload of uploads) {
    const { name } = upload;
    if ('refused' in upload) {
      problems.push({ name, code: upload.refused });
      continue;
    }
    const id = uuidv5(JSON.stringify([kind, contactId, form, upload.sha256, name]), subjectId);
    const known = before.includes(id) || attached.includes(id);
    if (!known && before.length + attached.length >= MOST_FILES) {
      problems.push({ name, code: 'fileMany' });
      continue;
    }
    const { sha256, mediaType, size } = upload;
    await tx.file.createMany({ data: [{ id, sha256, name, mediaType, size, supplierId, caseId: subjectId, status: 'pending', uploadedBy: contactId, uploadedAt: at }], skipDuplicates: true });
    attached.push(id);
  }
  return { attached, problems };
}

/** The files of a draft in their order. Their supplier must be named in the transaction. */
export async function filesOfDraft(tx: Transaction, { fileIds }: Pick<Draft, 'fileIds'>): Promise<FileSummary[]> {
  const rows = await tx.file.findMany({ where: { id: { in: [...fileIds] } }, select: { id: true, name: true, mediaType: true, size: true } });
  return fileIds.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}
