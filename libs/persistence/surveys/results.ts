import type { AnswerGiven } from '#domain/surveys/results.js';
import type { Database } from '../database.js';

/** What counts of a survey's answers – what was sent, and once it is over also what was only saved – without who gave it. */
export async function answersGiven(db: Database, surveyId: string): Promise<AnswerGiven[]> {
  return db.prisma.$queryRaw<AnswerGiven[]>`
    SELECT r.question, r.value::float8 AS value, r.comment
    FROM survey_replies r JOIN survey_invitations i ON i.id = r.invitation_id
    WHERE i.survey_id = ${surveyId}::uuid AND i.status IN ('answered', 'missing')`;
}
