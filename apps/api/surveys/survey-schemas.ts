import { z } from 'zod';
import { reasonsLeftRaw } from '#domain/evaluation/calibration.js';
import { questionSchema, questionsSchema, surveyKinds } from '#domain/surveys/questions.js';
import { segments } from '#domain/supplier/status.js';
import { date, instant } from '../http/answers.js';
import { pageOfItems, pageQuery } from '../http/paging.js';

export const newSurvey = z
  .strictObject({
    kind: z.literal('suppliersRateUs').describe('Ratings of suppliers are asked for by evaluations.'),
    title: z.string().trim().min(1).max(200).optional(),
    periodStart: date,
    periodEnd: date.describe('Inclusive.'),
    businessDays: z.int().min(1).max(60).default(10).describe('Until the answers are due.'),
    segment: z.enum(segments).optional().describe('Absent: active suppliers of all segments.'),
    supplierIds: z.array(z.uuid()).min(1).max(10_000).optional().describe('Only these.'),
    questions: questionsSchema.optional().describe('Absent: payment, clarity, planning, fairness, communication, recommendation and a comment.'),
  })
  .refine(({ periodStart, periodEnd }) => periodStart <= periodEnd, { path: ['periodEnd'], error: 'must not lie before periodStart' });

/** Body of `POST /surveys/{id}/cancel`. */
export const surveyCancellation = z.strictObject({ reason: z.string().trim().min(1).max(2_000) });

export const survey = z
  .object({
    id: z.uuid(),
    kind: z.enum(surveyKinds),
    evaluationId: z.uuid().nullable().describe('The evaluation that asks for ratings.'),
    title: z.string(),
    questions: z.array(questionSchema).describe('As they were when it was sent out.'),
    periodStart: date,
    periodEnd: date,
    status: z.enum(['preparing', 'open', 'closing', 'closed', 'cancelled']),
    dueAt: instant.nullable(),
    requestedBy: z.string(),
    createdAt: instant,
    closedAt: instant.nullable(),
    cancelledBy: z.string().nullable(),
    cancelReason: z.string().nullable(),
    notAsked: z.int().describe('Suppliers that could not be asked, as they had no contact; the results name them.'),
    open: z.int().describe('Respondents who have not answered yet.'),
    answered: z.int(),
    missing: z.int().describe('Respondents who had not answered at the deadline.'),
    delegated: z.int().describe('Respondents who passed their questions on.'),
  })
  .meta({ id: 'Survey' });
export const surveys = pageOfItems(survey).meta({ id: 'Surveys' });
export const surveyQuery = pageQuery.extend({ kind: z.enum(surveyKinds).optional() });

const respondentStatus = z.enum(['open', 'answered', 'delegated', 'missing']);
const respondent = z
  .object({
    id: z.uuid(),
    recipientKind: z.enum(['person', 'contact']),
    recipientId: z.uuid(),
    name: z.string().nullable(),
    supplierId: z.uuid().nullable().describe("The contact's company."),
    supplierName: z.string().nullable(),
    suppliers: z.int().describe('How many suppliers are asked about.'),
    status: respondentStatus,
    askedAt: instant,
    remindedAt: instant.nullable(),
    answeredAt: instant.nullable(),
    delegatedToId: z.uuid().nullable().describe("The other's entry in this list."),
    delegateReason: z.string().nullable(),
  })
  .meta({ id: 'Respondent' });
export const respondents = pageOfItems(respondent).meta({ id: 'Respondents' });
export const respondentQuery = pageQuery.extend({ status: respondentStatus.optional() });

export const results = z
  .object({
    surveyId: z.uuid(),
    asked: z.int().describe('Without those who passed their questions on.'),
    answered: z.int(),
    final: z.boolean().describe('false: more answers may come.'),
    notAsked: z.array(z.object({ supplierId: z.uuid(), code: z.string(), name: z.string() })).describe('Suppliers that could not be asked, as they had no contact when it was sent out.'),
    questions: z.array(
      z
        .object({
          question: questionSchema,
          answers: z.int(),
          mean: z.number().nullable(),
          distribution: z.array(z.object({ value: z.int(), count: z.int() })),
          netScore: z.number().nullable().describe('Of a scale of 0 to 10: share of 9 and 10 less share of 0 to 6, in percent.'),
          comments: z.array(z.string()),
          tooFew: z.boolean().describe('Nothing is shown, as one could tell who said it.'),
        })
        .meta({ id: 'QuestionResult' }),
    ),
  })
  .meta({ id: 'SurveyResults' });

const score = z.number();
const ratedSupplier = z
  .object({
    supplierId: z.uuid(),
    supplierCode: z.string(),
    supplierName: z.string(),
    raters: z.int(),
    raw: score.describe('Mean of the ratings as given, 0–100.'),
    calibrated: score.nullable().describe('Mean on the scale of the panel; null: nobody could be calibrated.'),
    used: score.nullable().describe('What is scored; null: it is not settled yet.'),
    parts: z.array(
      z.object({
        raterId: z.uuid(),
        name: z.string().nullable(),
        raw: score,
        calibrated: score.nullable(),
        leftRaw: z.enum(reasonsLeftRaw).nullable().describe('Why the rater was left raw: `tooFewShared` suppliers with panels, or `noSpread` in the ratings.'),
      }),
    ),
  })
  .meta({ id: 'RatedSupplier' });
const missingRater = z
  .object({
    personId: z.uuid(),
    name: z.string(),
    saved: z.boolean().describe('Some answers were saved; what is saved at the deadline counts.'),
    suppliers: z.array(z.object({ id: z.uuid(), name: z.string() })),
  })
  .meta({ id: 'MissingRater' });
export const ratings = z
  .object({
    surveyId: z.uuid().nullable().describe('null: nobody was asked.'),
    use: z.enum(['calibrated', 'raw']).nullable().describe('null: not decided yet.'),
    missing: z.array(missingRater).describe('Who has not answered; on every page.'),
    items: z.array(ratedSupplier),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Ratings' });
