import { z } from 'zod';
import { invitationColumns, type InvitationColumn } from '#domain/invitation/columns.js';
import { invitationRules } from '#domain/invitation/rules.js';
import { invitationRowStatuses, type InvitationListRecord, type InvitationRowRecord } from '#persistence/invitations/lists.js';
import { MOST_INVITED } from '#persistence/invitations/read-list.js';
import { flag, pageOfItems, pageQuery } from '../http/paging.js';
import { instant } from '../http/answers.js';

const cells = z.partialRecord(z.enum(invitationColumns), z.string());
const problem = z.object({
  column: z.string().nullable(),
  value: z.string().nullable(),
  rule: z.enum(invitationRules),
  hint: z.string(),
  supplierId: z.uuid().optional().describe('The supplier that stands in the way.'),
  otherLine: z.int().optional().describe('The line that names the same company.'),
});
const row = z
  .object({
    line: z.int(),
    status: z.enum(invitationRowStatuses).describe('unchanged: the same row was invited before; refused: see its problems; settled: refused, and brought in corrected since.'),
    cells: cells.describe('As they were written.'),
    problems: z.array(problem),
    supplierId: z.uuid().nullable(),
    caseId: z.uuid().nullable().describe('The onboarding.'),
  })
  .meta({ id: 'InvitationRow' });
const list = {
  fileName: z.string(),
  fileSha256: z.string(),
  invitedBy: z.string(),
  at: instant,
  retryOfId: z.uuid().nullable().describe('The list whose refused rows this one brought corrected.'),
  invited: z.int(),
  unchanged: z.int(),
  refused: z.int(),
};
export const listSchema = z.object({ id: z.uuid(), ...list }).meta({ id: 'InvitationList' });
export const lists = pageOfItems(listSchema).meta({ id: 'InvitationLists' });
export const rowsPage = pageOfItems(row).meta({ id: 'InvitationRows' });
/** What became of a list, with all of its rows. */
export const reportSchema = z
  .object({ id: z.uuid().nullable().describe('null: a dry run, of which nothing is kept.'), dryRun: z.boolean(), ...list, rows: z.array(row).max(MOST_INVITED) })
  .meta({ id: 'InvitationReport' });

export const inviteQuery = z.object({ dryRun: flag.default(false).describe('`true`: says what would become of each row, and keeps nothing.') });
export const rowQuery = pageQuery.extend({ status: z.enum(invitationRowStatuses).optional() });
export const retryBody = z
  .strictObject({
    rows: z
      .array(z.strictObject({ line: z.int().min(1).describe('Of the refused row.'), cells: z.partialRecord(z.enum(invitationColumns), z.string().max(20_000)).describe('Those left out stay as they were.') }))
      .min(1)
      .max(MOST_INVITED)
      .refine((rows) => new Set(rows.map(({ line }) => line)).size === rows.length, 'name a line only once'),
  })
  .meta({ id: 'InvitationRetry' });

export type Report = z.infer<typeof reportSchema>;

/** A list as it is shown. */
export function shownList({ at, ...record }: InvitationListRecord): z.infer<typeof listSchema> {
  return { ...record, at: at.toISOString() };
}

/** A row as it is shown. */
export function shownRow({ cells: written, problems, ...record }: InvitationRowRecord): z.infer<typeof row> {
  return { ...record, cells: written as Record<InvitationColumn, string>, problems: [...problems] };
}
