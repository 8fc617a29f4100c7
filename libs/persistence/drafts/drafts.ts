import { v5 as uuidv5 } from 'uuid';
import type { Transaction } from '../database.js';

/** Whose draft it is, and of what: one form of a contact's page. `kind` and `subjectId` are those of its link. */
export interface DraftKey {
  readonly kind: string;
  readonly subjectId: string;
  readonly supplierId: string;
  readonly contactId: string;
  readonly form: string;
}

/** What a contact has written and not yet sent. */
export interface Draft {
  /** Texts by the names of their fields, as typed. */
  readonly fields: Readonly<Record<string, string>>;
  readonly fileIds: readonly string[];
  readonly updatedAt: Date;
}

/** The drafts of a contact's page, by form. */
export async function draftsOf(tx: Transaction, { kind, subjectId, contactId }: Omit<DraftKey, 'form' | 'supplierId'>): Promise<ReadonlyMap<string, Draft>> {
  const rows = await tx.portalDraft.findMany({ where: { kind, subjectId, contactId } });
  return new Map(rows.map(({ form, fields, fileIds, updatedAt }) => [form, { fields: fields as Record<string, string>, fileIds, updatedAt }]));
}

/**
 * Keeps what was typed; fields that are not given stay as they are, files are added after those that are there. Of two that are saved
 * at once both add their files. Answers the draft as it now is.
 */
export async function saveDraft(tx: Transaction, key: DraftKey, change: { fields: Readonly<Record<string, string>>; addFiles: readonly string[]; at: Date }): Promise<Draft> {
  const { kind, subjectId, supplierId, contactId, form } = key;
  const id = uuidv5(JSON.stringify([kind, contactId, form]), subjectId);
  const fields = JSON.stringify(change.fields);
  const files = [...change.addFiles];
  const rows = await tx.$queryRaw<Draft[]>`
    insert into portal_drafts as d (id, kind, subject_id, supplier_id, contact_id, form, fields, file_ids, updated_at)
    values (${id}::uuid, ${kind}, ${subjectId}::uuid, ${supplierId}::uuid, ${contactId}::uuid, ${form}, ${fields}::jsonb, ${files}::uuid[], ${change.at})
    on conflict (kind, subject_id, contact_id, form) do update
       set fields = d.fields || excluded.fields,
           file_ids = d.file_ids || array(select f from unnest(excluded.file_ids) f where not f = any(d.file_ids)),
           updated_at = excluded.updated_at
    returning fields, file_ids as "fileIds", updated_at as "updatedAt"`;
  const [draft] = rows;
  if (!draft) throw new Error('a draft that was saved is not there');
  return draft;
}

/** Takes a file out of a draft and out of the store's books; false when the draft does not have it. */
export async function dropDraftFile(tx: Transaction, key: DraftKey, fileId: string, at: Date): Promise<boolean> {
  const { kind, subjectId, contactId, form } = key;
  const count = await tx.$executeRaw`
    update portal_drafts set file_ids = array_remove(file_ids, ${fileId}::uuid), updated_at = ${at}
     where kind = ${kind} and subject_id = ${subjectId}::uuid and contact_id = ${contactId}::uuid and form = ${form} and ${fileId}::uuid = any(file_ids)`;
  if (count > 0) await tx.file.deleteMany({ where: { id: fileId, status: 'pending' } });
  return count > 0;
}

/** Removes a draft and those of its fields, because it was sent; its files stay for what names them now. */
export async function dropDraft(tx: Transaction, { kind, subjectId, contactId, form }: Omit<DraftKey, 'supplierId'>): Promise<void> {
  await tx.portalDraft.deleteMany({ where: { kind, subjectId, contactId, OR: [{ form }, { form: { startsWith: `${form}:` } }] } });
}

/** Removes drafts that nobody has touched since an instant; their files go as all files do that nobody names. Answers how many. */
export async function dropOldDrafts(tx: Transaction, before: Date): Promise<number> {
  const { count } = await tx.portalDraft.deleteMany({ where: { updatedAt: { lt: before } } });
  return count;
}
