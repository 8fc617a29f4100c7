import type { AnswerGiven } from '#domain/surveys/results.js';
import type { Database } from '../database.js';

/** What counts of a survey's answers – what was sent, and once it is over also what was only saved – without who gave it. */
export async function answersGiven(db: Database, surveyId: string): Promise<AnswerGiven[]> {
  return db.prisma.$queryRaw<AnswerGiven[]>`
    SELECT r.question, r.value::float8 AS value, r.comment
    FROM survey_replies r JOIN survey_invitations i ON i.id = r.invitation_id
    WHERE i.survey_id = ${surveyId}::uuid AND i.status IN ('answered', 'missing')`;
}

/** The suppliers that belong to those whom a survey asks but had no contact when it was sent out, by name. */
export async function suppliersNotAsked(db: Database, surveyId: string): Promise<{ supplierId: string; code: string; name: string }[]> {
  return db.prisma.$queryRaw<{ supplierId: string; code: string; name: string }[]>`
    SELECT s.id AS "supplierId", s.code, s.name FROM surveys v JOIN suppliers s ON s.id = ANY(v.not_asked_ids)
    WHERE v.id = ${surveyId}::uuid ORDER BY s.name, s.id`;
}
