import { z } from 'zod';
import { inspectionFigures, submissionKinds, submissionStatuses } from '#domain/submission/submission.js';
import type { SubmissionRecord } from '#persistence/submissions-of-suppliers/submissions.js';
import { fileSchema } from '../files/files.controller.js';
import { instant } from '../http/answers.js';
import { pageOfItems, pageQuery } from '../http/paging.js';

/** Something a supplier sent unasked, as the API shows it. */
export const submissionSchema = z
  .object({
    id: z.uuid(),
    supplierId: z.uuid(),
    supplierName: z.string(),
    kind: z.enum(submissionKinds),
    text: z.string(),
    files: z.array(fileSchema),
    figures: inspectionFigures.nullable(),
    submittedBy: z.string().describe('Who handed it in; somebody else has to accept it.'),
    contactId: z.uuid().nullable(),
    channel: z.string(),
    status: z.enum(submissionStatuses),
    reason: z.string().nullable().describe('Why it was returned.'),
    decidedBy: z.string().nullable(),
    submittedAt: instant,
    decidedAt: instant.nullable(),
  })
  .meta({ id: 'Submission' });

/** See {@link submissionSchema}. */
export type SubmissionAnswer = z.infer<typeof submissionSchema>;

export const submissions = pageOfItems(submissionSchema).meta({ id: 'Submissions' });
export const submissionQuery = pageQuery.extend({ status: z.enum(submissionStatuses).optional(), supplierId: z.uuid().optional() });

/** A record as it is answered. */
export function shown(record: SubmissionRecord): SubmissionAnswer {
  const { files, submittedAt, decidedAt, ...rest } = record;
  return { ...rest, files: [...files], submittedAt: submittedAt.toISOString(), decidedAt: decidedAt?.toISOString() ?? null };
}
