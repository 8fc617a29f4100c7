import type { Question, SurveyKind } from '#domain/surveys/questions.js';
import { v5 as uuidv5 } from 'uuid';
import type { Database, Transaction } from '../database.js';
import type { Prisma, Survey } from '../generated/client.js';

/** A survey before it is sent out. Dates are `YYYY-MM-DD`. */
export interface NewSurvey {
  readonly id: string;
  readonly kind: SurveyKind;
  readonly evaluationId: string | null;
  readonly title: string;
  readonly questions: readonly Question[];
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly dueAt: Date;
  readonly requestedBy: string;
  /** Suppliers that belong to those asked, but have no contact. */
  readonly notAskedIds?: readonly string[];
  readonly at: Date;
}

/** Whom it asks: a rater about suppliers, or a supplier's contact about us. */
export interface NewRespondent {
  readonly recipientKind: 'person' | 'contact';
  readonly recipientId: string;
  /** The contact's company; null for our own people. */
  readonly supplierId: string | null;
  readonly subjectIds: readonly string[];
}

/** Stores a survey with its respondents as `preparing`; one that is there already stays as it is. */
export async function storeSurvey(tx: Transaction, survey: NewSurvey, respondents: readonly NewRespondent[]): Promise<void> {
  const { at, questions, periodStart, periodEnd, notAskedIds = [], ...columns } = survey;
  const { count } = await tx.survey.createMany({
    data: [
      {
        ...columns,
        questions: questions as unknown as Prisma.InputJsonValue,
        periodStart: new Date(periodStart),
        periodEnd: new Date(periodEnd),
        notAskedIds: [...notAskedIds],
        status: 'preparing',
        createdAt: at,
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) return;
  await tx.surveyInvitation.createMany({ data: respondents.map((each) => invitationRow(survey.id, each, at)) });
}

/** The row of an invitation; its id follows from survey and recipient. */
export function invitationRow(surveyId: string, respondent: NewRespondent, at: Date): Prisma.SurveyInvitationCreateManyInput {
  const { recipientKind, recipientId, supplierId, subjectIds } = respondent;
  const id = uuidv5(`${recipientKind}:${recipientId}`, surveyId);
  return { id, surveyId, recipientKind, recipientId, supplierId, subjectIds: [...subjectIds], status: 'open', askedAt: at };
}

/** The ratings of an evaluation, if it has asked for them. */
export async function surveyOfEvaluation(db: Database, evaluationId: string): Promise<Survey | null> {
  return db.prisma.survey.findUnique({ where: { evaluationId } });
}

/**
 * The raters of an evaluation: active people with the suppliers that they are assigned to and that it judges – its members once
 * these are fixed, else those whom its scope would make members now.
 */
export async function ratersOfEvaluation(tx: Transaction, evaluationId: string): Promise<NewRespondent[]> {
  const rows = await tx.$queryRaw<{ personId: string; supplierIds: string[] }[]>`
    SELECT a.person_id AS "personId", array_agg(a.supplier_id ORDER BY s.name, s.id)::text[] AS "supplierIds"
    FROM evaluations e
      JOIN rater_assignments a ON true
      JOIN people p ON p.id = a.person_id AND p.active
      JOIN suppliers s ON s.id = a.supplier_id AND s.status IN ('active', 'on-watch') AND s.merged_into_id IS NULL
    WHERE e.id = ${evaluationId}::uuid
      AND CASE WHEN EXISTS (SELECT FROM evaluation_members m WHERE m.evaluation_id = e.id)
        THEN EXISTS (SELECT FROM evaluation_members m WHERE m.evaluation_id = e.id AND m.supplier_id = s.id)
        ELSE e.official AND (e.segment IS NULL OR e.segment = s.segment) END
    GROUP BY a.person_id ORDER BY a.person_id`;
  return rows.map(({ personId, supplierIds }) => ({ recipientKind: 'person', recipientId: personId, supplierId: null, subjectIds: supplierIds }));
}

/**
 * The first contact of every supplier asked about us – those listed, or the active ones of a segment, null: of all – and the suppliers
 * that have none.
 */
export async function contactsToAsk(
  tx: Transaction,
  of: { supplierIds?: readonly string[]; segment: string | null },
): Promise<{ respondents: NewRespondent[]; withoutContact: string[] }> {
  const listed = of.supplierIds === undefined ? null : [...of.supplierIds];
  const rows = await tx.$queryRaw<{ contactId: string | null; supplierId: string }[]>`
    SELECT DISTINCT ON (s.id) c.id AS "contactId", s.id AS "supplierId"
    FROM suppliers s LEFT JOIN contacts c ON c.supplier_id = s.id AND c.removed_at IS NULL
    WHERE s.merged_into_id IS NULL
      AND CASE WHEN ${listed}::uuid[] IS NOT NULL THEN s.id = ANY(${listed}::uuid[])
        ELSE s.status IN ('active', 'on-watch') AND (${of.segment}::text IS NULL OR s.segment = ${of.segment}) END
    ORDER BY s.id, c.position, c.id`;
  return {
    respondents: rows.flatMap(({ contactId, supplierId }) => (contactId === null ? [] : { recipientKind: 'contact' as const, recipientId: contactId, supplierId, subjectIds: [supplierId] })),
    withoutContact: rows.filter(({ contactId }) => contactId === null).map(({ supplierId }) => supplierId),
  };
}
