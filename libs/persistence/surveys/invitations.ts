import type { Database, Transaction } from '../database.js';
import { connectionOf } from '../database.js';
import type { Survey, SurveyInvitation } from '../generated/client.js';

/** Who is asked, as mails and pages address them. */
export interface Respondent {
  readonly kind: 'person' | 'contact';
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly language: string;
  /** IANA zone in which the reader counts; null for our own people. */
  readonly timeZone: string | null;
}

/** What a respondent's page and mails need of a survey; the supplier's role reads no more of it. */
const ofSurvey = { id: true, kind: true, questions: true, periodStart: true, periodEnd: true, status: true, dueAt: true } as const;

/** An invitation with its survey. */
export type InvitationOfSurvey = SurveyInvitation & { survey: Pick<Survey, keyof typeof ofSurvey> };

/** A page of the ids of those who have not answered, in their order. */
export async function openInvitations(db: Database, surveyId: string, page: { after: string | null; limit: number }): Promise<string[]> {
  const rows = await db.prisma.surveyInvitation.findMany({
    where: { surveyId, status: 'open', ...(page.after === null ? {} : { id: { gt: page.after } }) },
    orderBy: { id: 'asc' },
    take: page.limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** How many have not answered. */
export async function countOpen(db: Database, surveyId: string): Promise<number> {
  return db.prisma.surveyInvitation.count({ where: { surveyId, status: 'open' } });
}

/** One invitation with its survey, or null. */
export async function findInvitation(db: Database | Transaction, id: string): Promise<InvitationOfSurvey | null> {
  return connectionOf(db).surveyInvitation.findUnique({ where: { id }, include: { survey: { select: ofSurvey } } });
}

/**
 * Holds an invitation and its survey until the transaction ends, so that nobody answers what is being closed; null when it can
 * no longer be answered.
 */
export async function holdOpen(tx: Transaction, id: string): Promise<InvitationOfSurvey | null> {
  await tx.$queryRaw`SELECT s.id FROM surveys s JOIN survey_invitations i ON i.survey_id = s.id WHERE i.id = ${id}::uuid FOR SHARE OF s`;
  await tx.$queryRaw`SELECT id FROM survey_invitations WHERE id = ${id}::uuid FOR UPDATE`;
  const found = await findInvitation(tx, id);
  return found?.status === 'open' && ['preparing', 'open'].includes(found.survey.status) ? found : null;
}

/** Whom an invitation is for; null when the person has left or the contact was removed. */
export async function respondentOf(db: Database | Transaction, { recipientKind, recipientId }: SurveyInvitation): Promise<Respondent | null> {
  if (recipientKind === 'person') {
    const person = await connectionOf(db).person.findUnique({ where: { id: recipientId } });
    if (!person?.active) return null;
    return { kind: 'person', id: person.id, name: person.name, address: person.email, language: person.language, timeZone: null };
  }
  const contact = await connectionOf(db).contact.findUnique({ where: { id: recipientId }, include: { supplier: true } });
  if (!contact || contact.removedAt !== null) return null;
  const { supplier } = contact;
  return {
    kind: 'contact',
    id: contact.id,
    name: contact.name,
    address: contact.email,
    language: contact.language ?? supplier.language,
    timeZone: supplier.timeZone,
  };
}

/** Notes that somebody was reminded. */
export async function markReminded(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx.surveyInvitation.update({ where: { id }, data: { remindedAt: at } });
}

/** The survey is out: links work, reminders may follow. */
export async function markAsked(db: Database, surveyId: string): Promise<void> {
  await db.prisma.survey.updateMany({ where: { id: surveyId, status: 'preparing' }, data: { status: 'open' } });
}

/** Surveys that a person gave up before the given instant and that would still be running: their workflows end, should they not have heard of it. */
export async function surveysGivenUp(db: Database, { before, now, limit }: { before: Date; now: Date; limit: number }): Promise<{ id: string }[]> {
  const where = { status: 'cancelled', cancelledBy: { not: null }, closedAt: { lt: before }, dueAt: { gt: now } };
  return db.prisma.survey.findMany({ where, orderBy: { closedAt: 'desc' }, take: limit, select: { id: true } });
}

/** Surveys that nobody has sent out although they were stored before the given instant, and surveys that all have answered. */
export async function surveysToMove(db: Database, before: Date, limit: number): Promise<{ id: string; status: string }[]> {
  return db.prisma.$queryRaw<{ id: string; status: string }[]>`
    SELECT id, status FROM surveys s
    WHERE (status = 'preparing' AND evaluation_id IS NULL AND created_at < ${before})
       OR (status = 'open' AND NOT EXISTS (SELECT FROM survey_invitations i WHERE i.survey_id = s.id AND i.status = 'open'))
    ORDER BY created_at LIMIT ${limit}`;
}
