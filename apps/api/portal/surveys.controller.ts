import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import type { Door } from '#apps/door/door.js';
import { askRespondent } from '#apps/surveys/ask.js';
import { languageOf, speak, type Language } from '#messaging/catalogs/speak.js';
import { writtenInstant, writtenPeriod } from '#messaging/templates/dates.js';
import { OURS } from '#persistence/holidays.js';
import type { Database, Transaction } from '#persistence/database.js';
import { findLink, isOpen, revokeLinks } from '#persistence/links/links.js';
import { countOpen, findInvitation, respondentOf, type InvitationOfSurvey, type Respondent } from '#persistence/surveys/invitations.js';
import { delegate, questionsOf, repliesOf, saveReplies, subjectsOf, type DelegationRefused } from '#persistence/surveys/replies.js';
import { Public } from '../auth/permit.js';
import { formOf, TakesForm } from '../http/form-body.js';
import { preferredLanguage } from '../http/language.js';
import { InjectConfiguration, InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';
import { html } from './html.js';
import { sendPage } from './page.js';
import { PortalDatabase } from './portal-database.js';
import { missingAnswers, readAnswers, savedValues, typedOver } from './surveys-answers.js';
import { surveyForm, type FormProblem, type SurveyForm } from './surveys-form.js';

const pageQuery = z.object({ lang: z.enum(['en', 'ru', 'zh']).optional().catch(undefined), saved: z.string().optional() });
const REASON_AT_MOST = 500;

/** What a link leads to: the form, or a page that says why there is none. */
type Place =
  | { readonly kind: 'open'; readonly invitation: InvitationOfSurvey; readonly respondent: Respondent; readonly language: Language }
  | { readonly kind: 'done' | 'passedOn' | 'closed' | 'cancelled' | 'replaced' | 'unknown'; readonly language: Language };

const noDelegation: SurveyForm['delegation'] = { address: '', reason: '', problem: null };

/**
 * The form behind a mailed link. The link is the right to answer; looking changes nothing, as mail scanners follow links. A supplier reads
 * and writes under the portal's role; raters are our own people, who judge many suppliers.
 */
@ApiExcludeController()
@Controller('portal/surveys')
export class SurveyFormController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    private readonly portal: PortalDatabase,
    @InjectDoor() private readonly door: Door,
    @InjectNow() private readonly now: Now,
  ) {}

  @Get(':token')
  @Public()
  async show(
    @Param('token') token: string,
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const place = await this.placeOf(token, query.lang, request);
    if (place.kind !== 'open') return sendNotice(reply, place);
    const saved = savedValues(await this.as(place.invitation, (tx) => repliesOf(tx, place.invitation.id)), questionsOf(place.invitation.survey));
    return this.sendForm(reply, place, { values: saved, saved: query.saved !== undefined });
  }

  @Post(':token')
  @Public()
  @TakesForm()
  async take(
    @Param('token') token: string,
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const fields = formOf(request);
    const place = await this.placeOf(token, query.lang, request);
    if (place.kind !== 'open') return sendNotice(reply, place);
    switch (fields.get('act')) {
      case 'delegate':
        return this.delegate(reply, token, place, fields);
      case 'send':
        return this.keep(reply, token, place, fields, true);
      default:
        return this.keep(reply, token, place, fields, false);
    }
  }

  /** Keeps what can be kept, whatever else is wrong with the form; sends it only when nothing is. */
  private async keep(reply: FastifyReply, token: string, place: Open, fields: URLSearchParams, send: boolean): Promise<Buffer> {
    const { invitation, language } = place;
    const say = speak(language);
    const asked = { subjects: await this.as(invitation, (tx) => subjectsOf(tx, invitation)), questions: questionsOf(invitation.survey) };
    const { answers, problems } = readAnswers(fields, asked, say);
    const values = typedOver(savedValues(await this.as(invitation, (tx) => repliesOf(tx, invitation.id)), asked.questions), fields, asked);
    const wrong = [...problems, ...(send ? missingAnswers(asked, values, say) : [])];
    const final = send && wrong.length === 0;
    const at = this.now();
    const save = (tx: Transaction) => saveReplies(tx, { invitationId: invitation.id, answers, send: final, at });
    const saved = await this.asThenOurs(invitation, save, async (tx, kept) => {
      if (kept && final) await revokeLinks(tx, 'survey', invitation.id, at);
    });
    if (!saved) return sendNotice(reply, { kind: 'closed', language });
    // Nobody waits for this; should it fail, the sweeper tells the survey's workflow.
    if (final && (await countOpen(this.db, invitation.surveyId)) === 0) void this.door.surveyAnswered(invitation.surveyId).catch(() => undefined);
    if (wrong.length > 0) return this.sendForm(reply, place, { values, problems: wrong, status: 422 });
    return seeOther(reply, token, language, send ? '' : '&saved=1');
  }

  private async delegate(reply: FastifyReply, token: string, place: Open, fields: URLSearchParams): Promise<Buffer> {
    const { invitation, respondent, language } = place;
    const address = (fields.get('address') ?? '').trim();
    const reason = (fields.get('reason') ?? '').trim().slice(0, REASON_AT_MOST);
    const refused = address === '' || reason === '' ? 'incomplete' : await this.passOn(invitation, { address, reason, by: respondent.name });
    if (refused === null) return seeOther(reply, token, language, '');
    if (refused === 'closed') return sendNotice(reply, { kind: 'closed', language });
    const values = savedValues(await this.as(invitation, (tx) => repliesOf(tx, invitation.id)), questionsOf(invitation.survey));
    const problem = speak(language)(`form.delegate.${refused}`);
    return this.sendForm(reply, place, { values, delegation: { address, reason, problem }, status: 422 });
  }

  /** The other is mailed in the transaction that closes this link: the questions are never with nobody. */
  private async passOn(invitation: InvitationOfSurvey, { address, reason, by }: { address: string; reason: string; by: string }): Promise<DelegationRefused | null> {
    const { id: invitationId } = invitation;
    const at = this.now();
    const pass = (tx: Transaction) => delegate(tx, { invitationId, address, reason, at });
    const passed = await this.asThenOurs(invitation, pass, async (tx, result) => {
      if ('refused' in result) return;
      await revokeLinks(tx, 'survey', invitationId, at);
      await askRespondent(tx, this.configuration, { invitationId: result.id, occasion: { name: 'delegated', by, reason }, at });
    });
    return 'refused' in passed ? passed.refused : null;
  }

  private async asThenOurs<T>({ supplierId }: InvitationOfSurvey, work: (tx: Transaction) => Promise<T>, ours: (tx: Transaction, result: T) => Promise<void>): Promise<T> {
    if (supplierId !== null) return this.portal.asThenOurs(supplierId, work, ours);
    return this.db.transaction(async (tx) => {
      const result = await work(tx);
      await ours(tx, result);
      return result;
    });
  }

  private async as<T>({ supplierId }: Pick<InvitationOfSurvey, 'supplierId'>, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return supplierId === null ? this.db.transaction(work) : this.portal.as(supplierId, work);
  }

  private async placeOf(token: string, chosen: Language | undefined, request: FastifyRequest): Promise<Place> {
    const guessed = chosen ?? preferredLanguage(request.headers['accept-language']);
    const link = await findLink(this.db, 'survey', token);
    const invitation = link && (await this.as(link, (tx) => findInvitation(tx, link.subjectId)));
    if (!link || !invitation) return { kind: 'unknown', language: guessed };
    // Whom the link is for: a contact may have moved to the supplier that took over this one.
    const respondent = await respondentOf(this.db, invitation);
    const language = chosen ?? languageOf(respondent?.language);
    if (invitation.status === 'answered') return { kind: 'done', language };
    if (invitation.status === 'delegated') return { kind: 'passedOn', language };
    if (invitation.survey.status === 'cancelled') return { kind: 'cancelled', language };
    const over = !['preparing', 'open'].includes(invitation.survey.status) || invitation.status !== 'open' || link.expiresAt <= this.now();
    if (over) return { kind: 'closed', language };
    return isOpen(link, this.now()) && respondent ? { kind: 'open', invitation, respondent, language } : { kind: 'replaced', language };
  }

  private async sendForm(
    reply: FastifyReply,
    { invitation, respondent, language }: Open,
    shown: { values: ReadonlyMap<string, string>; saved?: boolean; problems?: readonly FormProblem[]; delegation?: SurveyForm['delegation']; status?: number },
  ): Promise<Buffer> {
    const { survey } = invitation;
    const say = speak(language);
    const kind = survey.kind === 'ratings' ? 'ratings' : 'suppliersRateUs';
    const [from, to] = [survey.periodStart, survey.periodEnd].map((day) => day.toISOString().slice(0, 10)) as [string, string];
    const form = surveyForm({
      kind,
      recipientKind: respondent.kind,
      language,
      subjects: await this.as(invitation, (tx) => subjectsOf(tx, invitation)),
      questions: questionsOf(survey),
      period: writtenPeriod(from, to, language),
      due: survey.dueAt ? writtenInstant(survey.dueAt.toISOString(), respondent.timeZone ?? OURS.timeZone, language, say) : '',
      values: shown.values,
      saved: shown.saved ?? false,
      problems: shown.problems ?? [],
      delegation: shown.delegation ?? noDelegation,
    });
    return sendPage(reply, { status: shown.status ?? 200, language, title: say(`form.${kind}.title`), body: form });
  }
}

type Open = Extract<Place, { kind: 'open' }>;

const statusOf = { done: 200, passedOn: 200, closed: 410, cancelled: 410, replaced: 410, unknown: 404 } as const;

function sendNotice(reply: FastifyReply, { kind, language }: Exclude<Place, Open>): Buffer {
  const say = speak(language);
  const title = say(`form.${kind}.title`);
  return sendPage(reply, { status: statusOf[kind], language, title, body: html`<h1>${title}</h1><p>${say(`form.${kind}`)}</p>` });
}

/** Reloading the page after a form was taken must not send it again. */
function seeOther(reply: FastifyReply, token: string, language: Language, more: string): Buffer {
  reply.code(303).header('location', `/portal/surveys/${token}?lang=${language}${more}`).header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
  return Buffer.alloc(0);
}
