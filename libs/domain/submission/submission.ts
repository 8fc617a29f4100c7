import { Decimal } from 'decimal.js';
import { z } from 'zod';
import type { FactKindName } from '../facts/catalogue.js';
import { Refusal } from '../process/decision.js';

/** What a supplier can send unasked. */
export const submissionKinds = ['progressReport', 'photos', 'inspectionReport'] as const;
export const submissionStatuses = ['submitted', 'accepted', 'returned'] as const;

export type SubmissionKind = (typeof submissionKinds)[number];
export type SubmissionStatus = (typeof submissionStatuses)[number];

const MOST_FILES = 10;
/** Characters of a submission's text or reason. */
export const LONGEST_TEXT = 20_000;

const line = (longest: number) => z.string().trim().min(1).max(longest).regex(/^\P{Cc}*$/u, 'must be one line without control characters');
const quantity = z
  .string()
  .regex(/^\d{1,14}(\.\d{1,4})?$/, { error: 'must be a decimal number of at most 14 digits and 4 decimals, such as "120" or "0.5"' });

/** What an inspection report says in figures; it becomes an inspection when the report is accepted. */
export const inspectionFigures = z
  .strictObject({
    inspectedOn: z.iso.date(),
    lot: line(200).nullable().default(null),
    lineExternalId: line(200).nullable().default(null).describe('External id of the order line.'),
    inspectedQuantity: quantity,
    rejectedQuantity: quantity.default('0'),
    concessionQuantity: quantity.default('0'),
    defectType: line(200).nullable().default(null),
  })
  .refine((figures) => new Decimal(figures.inspectedQuantity).greaterThan(0), { path: ['inspectedQuantity'], error: 'must be more than 0' })
  .refine((figures) => Decimal.add(figures.rejectedQuantity, figures.concessionQuantity).lessThanOrEqualTo(figures.inspectedQuantity), {
    path: ['rejectedQuantity'],
    error: 'rejected and conceded must not be more than inspected',
  })
  .meta({ id: 'InspectionFigures' });

/** What is sent: texts, files by id, and figures of an inspection report alone. */
const content = z.strictObject({
  kind: z.enum(submissionKinds),
  text: z.string().trim().max(LONGEST_TEXT).default(''),
  files: z.array(z.uuid()).max(MOST_FILES).default([]).describe('Ids from POST /files.'),
  figures: inspectionFigures.nullable().default(null).describe('Of an inspection report only.'),
});

/** Body of `POST /suppliers/{id}/submissions`. */
export const newSubmissionBody = content
  .extend({ contactId: z.uuid().nullable().default(null).describe('The contact who sent it; told when it is returned.') })
  .refine((sent) => sent.text !== '' || sent.files.length > 0 || sent.figures !== null, { path: ['text'], error: 'write something, or name a file' })
  .refine((sent) => sent.kind !== 'photos' || sent.files.length > 0, { path: ['files'], error: 'name at least one photo' })
  .refine((sent) => sent.kind === 'inspectionReport' || sent.figures === null, { path: ['figures'], error: 'only an inspection report has figures' })
  .refine((sent) => new Set(sent.files).size === sent.files.length, { path: ['files'], error: 'name a file only once' })
  .meta({ id: 'NewSubmission' });

/** Body of `POST /submissions/{id}/return`. */
export const returnSubmissionBody = z
  .strictObject({ reason: z.string().trim().min(1).max(LONGEST_TEXT).describe('Told to the supplier as it is written.') })
  .meta({ id: 'ReturnSubmission' });

/** Body of `POST /inbound-mails/{id}/take-as-submission`. */
export const takeAsSubmissionBody = z
  .strictObject({
    kind: z.enum(submissionKinds),
    supplierId: z.uuid().nullable().default(null).describe('Needed where the sender is a contact of more than one supplier.'),
  })
  .meta({ id: 'TakeAsSubmission' });

export type InspectionFigures = z.infer<typeof inspectionFigures>;
export type NewSubmission = z.infer<typeof newSubmissionBody>;

/** What a decision on a submission looks at. */
export interface Undecided {
  readonly id: string;
  readonly status: SubmissionStatus;
  readonly submittedBy: string;
  readonly decidedBy: string | null;
}

/**
 * Whether the decision is still to be made: `again` when the same person has made it before.
 * @throws Refusal `alreadyDecided`, and `ownSubmission` when who handed it in would accept it, as whom else they act too
 */
export function checkDecision(submission: Undecided, decision: 'accepted' | 'returned', by: string, otherHands: readonly string[] = []): 'new' | 'again' {
  if (submission.status === decision && submission.decidedBy === by) return 'again';
  if (submission.status !== 'submitted') throw new Refusal('alreadyDecided', `This submission has been ${submission.status} already.`);
  if (decision === 'accepted' && [by, ...otherHands].includes(submission.submittedBy)) {
    throw new Refusal('ownSubmission', 'Who handed a submission in cannot accept it; somebody else has to.');
  }
  return 'new';
}

const reportKinds = { progressReport: 'progress', photos: 'photos', inspectionReport: 'inspection' } as const satisfies Record<SubmissionKind, string>;

/**
 * The fact that an accepted submission becomes, known by the submission's id: an inspection when it has figures, else a progress
 * report. `reportedOn` is its day, `YYYY-MM-DD`, at the supplier.
 */
export function factOf(
  submission: { id: string; kind: SubmissionKind; text: string; fileIds: readonly string[]; figures: InspectionFigures | null },
  { supplierCode, reportedOn }: { supplierCode: string; reportedOn: string },
): { kind: FactKindName; fact: Record<string, unknown> } {
  const { id: externalId, kind, text, fileIds, figures } = submission;
  if (figures !== null) return { kind: 'inspections', fact: { supplierCode, externalId, ...figures } };
  return { kind: 'progressReports', fact: { supplierCode, externalId, reportedOn, kind: reportKinds[kind], text: text === '' ? null : text, fileIds } };
}
