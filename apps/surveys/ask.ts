import { languageOf } from '#messaging/catalogs/speak.js';
import { surveyLetter, type SurveyOccasion } from '#messaging/letters/survey.js';
import { renderLetter } from '#messaging/render.js';
import type { RenderedMail } from '#messaging/templates/letter.js';
import { OURS } from '#persistence/holidays.js';
import type { Transaction } from '#persistence/database.js';
import { createLink } from '#persistence/links/links.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { holdOpen, markReminded, respondentOf, type InvitationOfSurvey, type Respondent } from '#persistence/surveys/invitations.js';
import { v5 as uuidv5 } from 'uuid';
import type { Configuration } from '../configuration.js';

/** What mails of surveys take from the configuration. */
export type SurveySettings = Pick<Configuration, 'publicUrl' | 'mail'>;

/** Why a respondent is mailed now. `by` and `reason` say who passed the questions on. */
export type Occasion = { readonly name: Exclude<SurveyOccasion, 'delegated'> } | { readonly name: 'delegated'; readonly by: string; readonly reason: string };

/**
 * Mails a respondent a link of its own, in the caller's transaction: link and mail are stored together, once for each occasion and
 * instant. False when there is nobody to ask, the mail is there already, or the invitation can no longer be answered.
 */
export async function askRespondent(tx: Transaction, settings: SurveySettings, request: { invitationId: string; occasion: Occasion; at: Date }): Promise<boolean> {
  const { invitationId, occasion, at } = request;
  const invitation = await holdOpen(tx, invitationId);
  const respondent = invitation && (await respondentOf(tx, invitation));
  const dueAt = invitation?.survey.dueAt;
  if (!invitation || !respondent || !dueAt || dueAt <= at) return false;
  const id = uuidv5(occasion.name === 'asked' ? 'asked' : `${occasion.name}:${at.toISOString()}`, invitationId);
  if ((await tx.outboxMessage.count({ where: { id } })) > 0) return false;
  const { supplierId } = invitation;
  const token = await createLink(tx, {
    kind: 'survey',
    subjectId: invitationId,
    supplierId,
    recipientKind: respondent.kind,
    recipientId: respondent.id,
    createdAt: at,
    expiresAt: dueAt,
  });
  const mail = await written(tx, { invitation, respondent, occasion, dueAt, url: `${settings.publicUrl}/portal/surveys/${token}` });
  const template = `survey.${invitation.survey.kind}.${occasion.name}`;
  await insertOutbox(tx, [noticeRow({ id, template, recipient: respondent, mail, ...(supplierId === null ? {} : { supplierId }), domain: settings.mail.domain, at })]);
  if (occasion.name === 'reminded') await markReminded(tx, invitationId, at);
  return true;
}

async function written(
  tx: Transaction,
  parts: { invitation: InvitationOfSurvey; respondent: Respondent; occasion: Occasion; dueAt: Date; url: string },
): Promise<RenderedMail> {
  const { invitation, respondent, occasion, dueAt, url } = parts;
  const { survey, subjectIds } = invitation;
  const suppliers = await tx.supplier.findMany({ where: { id: { in: subjectIds } }, select: { name: true }, orderBy: [{ name: 'asc' }, { id: 'asc' }] });
  const language = languageOf(respondent.language);
  const letter = surveyLetter({
    kind: survey.kind === 'ratings' ? 'ratings' : 'suppliersRateUs',
    occasion: occasion.name,
    language,
    suppliers: suppliers.map(({ name }) => name),
    periodStart: survey.periodStart.toISOString().slice(0, 10),
    periodEnd: survey.periodEnd.toISOString().slice(0, 10),
    dueAt: dueAt.toISOString(),
    timeZone: respondent.timeZone ?? OURS.timeZone,
    url,
    ...(occasion.name === 'delegated' ? { delegation: { by: occasion.by, reason: occasion.reason } } : {}),
  });
  return renderLetter(letter, { language, recipientName: respondent.name });
}
