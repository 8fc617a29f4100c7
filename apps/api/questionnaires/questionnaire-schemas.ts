import { z } from 'zod';
import { policyStatuses } from '#domain/policy/lifecycle.js';
import { answersSchema } from '#domain/questionnaire/answers.js';
import { criteria, questionnaireSchema } from '#domain/questionnaire/questionnaire.js';
import { QuestionnaireStale, QuestionnaireUnknown, type QuestionnaireRecord } from '#persistence/questionnaires/questionnaires.js';
import { fileSchema } from '../files/files.controller.js';
import { instant } from '../http/answers.js';
import { pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';

/** A questionnaire as people send it. */
export const newQuestionnaire = questionnaireSchema.meta({ id: 'NewQuestionnaireDocument' });

const statuses = z.enum(policyStatuses).exclude(['discarded']);
const document = questionnaireSchema.meta({ id: 'QuestionnaireDocument' });

/** A version as the API shows it. */
export const questionnaire = z
  .object({
    version: z.string().describe('Code and number, such as standard-1.'),
    code: z.string(),
    number: z.int(),
    status: statuses,
    revision: z.int().describe('Counts the times that the draft was replaced; also its ETag.'),
    document,
    createdBy: z.string(),
    createdAt: instant,
    publishedAt: instant.nullable(),
  })
  .meta({ id: 'Questionnaire' });
export const questionnaires = pageOfItems(questionnaire).meta({ id: 'Questionnaires' });
export const questionnairesQuery = pageQuery.extend({ code: z.string().max(40).optional(), status: statuses.optional() });

/** A version in an address. */
export const questionnaireVersion = z.string().regex(/^[a-z][a-z0-9-]{0,39}-\d{1,6}$/);

/** A record as {@link questionnaire}. */
export function shown({ status, createdAt, publishedAt, ...record }: QuestionnaireRecord): z.infer<typeof questionnaire> {
  if (status === 'discarded') throw problems.notFound('This questionnaire');
  return { ...record, status, createdAt: createdAt.toISOString(), publishedAt: publishedAt?.toISOString() ?? null };
}

/** What a supplier was asked, what it has answered, and how that was scored. */
export const answersOfOnboarding = z
  .object({
    version: z.string(),
    document,
    answered: z
      .object({ at: instant, actorKind: z.string(), actorId: z.string(), channel: z.string(), answers: answersSchema, signatory: z.string().nullable(), files: z.array(fileSchema) })
      .nullable()
      .describe('null: not yet.'),
    qualification: z
      .object({
        version: z.string(),
        score: z.number(),
        sections: z.array(
          z.object({
            criterion: z.enum(criteria),
            score: z.number(),
            minimum: z.number(),
            reached: z.boolean(),
            answers: z.array(z.object({ question: z.string(), points: z.number(), weight: z.number() })),
            arithmetic: z.string(),
          }),
        ),
        arithmetic: z.string(),
        reached: z.boolean(),
      })
      .nullable(),
  })
  .meta({ id: 'AnswersOfOnboarding' });

/** What the lifecycle refuses, as problems. @throws Problem 404 or 412 */
export async function found<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof QuestionnaireUnknown) throw problems.notFound('This questionnaire');
    if (error instanceof QuestionnaireStale) throw problems.stale();
    throw error;
  }
}
