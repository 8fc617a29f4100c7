import { randomUUID } from 'node:crypto';
import { landBatch } from '../facts/land-batch.js';
import type { Database, Transaction } from '../database.js';
import type { Survey } from '../generated/client.js';
import { announce, told } from '../webhooks/announce.js';

/** Facts of one import: enough to be few, little enough to be quick. */
const FACTS_AT_ONCE = 1_000;
const STEWARD = 'steward';

/** How a survey ended; counts are respondents. */
export interface SurveyEnd {
  readonly answered: number;
  readonly missing: number;
}

/**
 * Ends a survey: links close, what was saved counts, who has not answered is missing, and answers that are facts – recommendation
 * and after-sales service – land as such. Like the ratings they belong to the last day of the period that was asked about, or to
 * the day of the answer if that was earlier. Repeated, it changes nothing.
 */
export async function closeSurvey(db: Database, { surveyId, at }: { surveyId: string; at: Date }): Promise<SurveyEnd> {
  await db.transaction(async (tx) => {
    const [held] = await tx.$queryRaw<{ status: string }[]>`SELECT status FROM surveys WHERE id = ${surveyId}::uuid FOR UPDATE`;
    // Nobody is missing from what was given up.
    if (held?.status === 'cancelled') return;
    await tx.surveyInvitation.updateMany({ where: { surveyId, status: 'open' }, data: { status: 'missing' } });
    await closeLinks(tx, surveyId, at);
    await tx.survey.updateMany({ where: { id: surveyId, status: { in: ['preparing', 'open'] } }, data: { status: 'closing' } });
  });
  await landAnswers(db, surveyId, at);
  return db.transaction(async (tx) => {
    const closed = await tx.survey.updateManyAndReturn({ where: { id: surveyId, status: 'closing' }, data: { status: 'closed', closedAt: at } });
    await announceEnded(tx, closed, at);
    return endOf(tx, surveyId);
  });
}

/**
 * Gives a survey up: links close, nothing that was saved counts. One that has ended stays as it is.
 * @returns whether this call has ended it
 */
export async function cancelSurvey(db: Database, { surveyId, at, person }: { surveyId: string; at: Date; person?: { by: string; reason: string } }): Promise<boolean> {
  const said = person ? { cancelledBy: person.by, cancelReason: person.reason } : {};
  return db.transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM surveys WHERE id = ${surveyId}::uuid FOR UPDATE`;
    const ended = await tx.survey.updateManyAndReturn({ where: { id: surveyId, status: { in: ['preparing', 'open'] } }, data: { status: 'cancelled', closedAt: at, ...said } });
    if (ended.length > 0) await closeLinks(tx, surveyId, at);
    await announceEnded(tx, ended, at);
    return ended.length > 0;
  });
}

async function announceEnded(tx: Transaction, ended: readonly Survey[], at: Date): Promise<void> {
  for (const { id, kind, evaluationId, status } of ended) {
    const data = { surveyId: id, kind, evaluationId, status: status === 'cancelled' ? ('cancelled' as const) : ('closed' as const), ...(await endOf(tx, id)) };
    await announce(tx, [told('survey.closed', { key: id, data, at })]);
  }
}

async function endOf(tx: Transaction, surveyId: string): Promise<SurveyEnd> {
  const count = (status: string) => tx.surveyInvitation.count({ where: { surveyId, status } });
  return { answered: await count('answered'), missing: await count('missing') };
}

async function closeLinks(tx: Transaction, surveyId: string, at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE links SET revoked_at = ${at} WHERE kind = 'survey' AND revoked_at IS NULL
      AND subject_id IN (SELECT id FROM survey_invitations WHERE survey_id = ${surveyId}::uuid)`;
}

async function landAnswers(db: Database, surveyId: string, at: Date): Promise<void> {
  const facts = await db.prisma.$queryRaw<Record<string, unknown>[]>`
    SELECT concat_ws(':', r.invitation_id, r.supplier_id, r.question) AS "externalId", s.code AS "supplierCode", q ->> 'fact' AS survey,
      to_char(least(r.saved_at::date, v.period_end), 'YYYY-MM-DD') AS "answeredOn", i.recipient_id::text AS respondent, trim_scale(r.value)::text AS score
    FROM survey_replies r
      JOIN survey_invitations i ON i.id = r.invitation_id AND i.status IN ('answered', 'missing')
      JOIN surveys v ON v.id = i.survey_id
      JOIN suppliers s ON s.id = r.supplier_id
      CROSS JOIN LATERAL jsonb_array_elements(v.questions) AS q
    WHERE v.id = ${surveyId}::uuid AND v.kind = 'ratings' AND q ->> 'name' = r.question AND q ->> 'fact' IS NOT NULL AND r.value IS NOT NULL
    ORDER BY 1`;
  for (let first = 0; first < facts.length; first += FACTS_AT_ONCE) {
    const batch = facts.slice(first, first + FACTS_AT_ONCE);
    await landBatch(db, { importId: randomUUID(), source: STEWARD, kind: 'surveyAnswers', facts: batch, dryRun: false, startedBy: STEWARD, at });
  }
}
