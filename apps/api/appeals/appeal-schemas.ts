import { z } from 'zod';
import { appealStatuses } from '#domain/evaluation/appeals.js';
import { grades, type Grade } from '#domain/supplier/status.js';
import type { AppealRecord } from '#persistence/appeals/appeals.js';
import { date, instant } from '../http/answers.js';

export const appealSchema = z
  .object({
    id: z.uuid(),
    evaluationId: z.uuid(),
    supplierId: z.uuid(),
    supplierCode: z.string(),
    supplierName: z.string(),
    periodStart: date,
    periodEnd: date,
    grade: z.enum(grades).describe('As it is now.'),
    score: z.number().nullable(),
    text: z.string(),
    fileIds: z.array(z.uuid()),
    channel: z.enum(['mail', 'portal', 'api']),
    submittedBy: z.string().describe('A contact of the supplier, or who wrote it down for it.'),
    submittedAt: instant,
    dueAt: instant.describe('Until then it can be decided; afterwards it can only be upheld.'),
    status: z.enum(appealStatuses).describe('`undecided`: nobody decided in time; the score stands without consequences. It can still be upheld.'),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    reason: z.string().nullable(),
    lapsedAt: instant.nullable().describe('When the time to decide it ended without a decision; what was decided afterwards has no consequences.'),
  })
  .meta({ id: 'Appeal' });

/** An appeal as the API shows it. */
export function shownAppeal(record: AppealRecord): z.infer<typeof appealSchema> {
  return {
    ...record,
    grade: record.grade as Grade,
    channel: record.channel as 'mail' | 'portal' | 'api',
    submittedAt: record.submittedAt.toISOString(),
    dueAt: record.dueAt.toISOString(),
    decidedAt: record.decidedAt?.toISOString() ?? null,
    lapsedAt: record.lapsedAt?.toISOString() ?? null,
  };
}
