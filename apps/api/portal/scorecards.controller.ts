import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { tellOfAppeal } from '#apps/scorecards/file-appeal.js';
import { decisionDue } from '#apps/scorecards/decision-due.js';
import { scorecardContent, TREND_PERIODS } from '#apps/scorecards/content.js';
import { LONGEST_APPEAL } from '#domain/evaluation/appeals.js';
import { Refusal } from '#domain/process/decision.js';
import { languageOf, speak, type Language } from '#messaging/catalogs/speak.js';
import { writtenEnds } from '#messaging/templates/dates.js';
import { appealOf, storeAppeal } from '#persistence/appeals/appeals.js';
import type { Database, Transaction } from '#persistence/database.js';
import type { Link } from '#persistence/generated/client.js';
import { findLink, isOpen } from '#persistence/links/links.js';
import { getPolicy } from '#persistence/policies/policies.js';
import { earlierGrades, getScorecard, scoreHistories } from '#persistence/scorecards/scorecards.js';
import { getScores } from '#persistence/scoring/scores.js';
import { Public } from '../auth/permit.js';
import { formOf, TakesForm } from '../http/form-body.js';
import { preferredLanguage } from '../http/language.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';
import { html } from './html.js';
import { sendPage } from './page.js';
import { PortalDatabase } from './portal-database.js';
import { scorecardPage, type ScorecardPageInput } from './scorecards-page.js';

const pageQuery = z.object({ lang: z.enum(['en', 'ru', 'zh']).optional().catch(undefined) });

/** A link that opens, and in which language. */
interface Opened {
  readonly link: Link & { readonly supplierId: string };
  readonly language: Language;
}

/**
 * The scorecard behind a mailed link: the supplier's own, read under the portal's role. Looking changes nothing, as mail scanners follow
 * links; the form files the one appeal.
 */
@ApiExcludeController()
@Controller('portal/scorecards')
export class ScorecardPageController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    private readonly portal: PortalDatabase,
    @InjectNow() private readonly now: Now,
  ) {}

  @Get(':token')
  @Public()
  async show(@Param('token') token: string, @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    const opened = await this.open(token, query.lang, request);
    return opened ? this.sendCard(reply, opened, null) : sendClosed(reply, query.lang ?? preferredLanguage(request.headers['accept-language']));
  }

  @Post(':token')
  @Public()
  @TakesForm()
  async appeal(@Param('token') token: string, @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    const text = (formOf(request).get('text') ?? '').trim();
    const opened = await this.open(token, query.lang, request);
    if (!opened) return sendClosed(reply, query.lang ?? preferredLanguage(request.headers['accept-language']));
    const say = speak(opened.language);
    if (text === '' || text.length > LONGEST_APPEAL) {
      return this.sendCard(reply, opened, { text, problem: say(text === '' ? 'scorecard.appealEmpty' : 'scorecard.appealLong', text === '' ? {} : { most: LONGEST_APPEAL }) });
    }
    try {
      await this.file(opened, text);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code !== 'alreadyAppealed') return this.sendCard(reply, opened, { text, problem: say('scorecard.noWindow') });
    }
    // Reloading the page after the form was taken must not send it again.
    reply.code(303).header('location', `/portal/scorecards/${token}?lang=${opened.language}#appeal`).header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    return Buffer.alloc(0);
  }

  /** Written as the supplier, by the role that can write for nobody else; who is to be told is told by ours. */
  private async file({ link }: Opened, text: string): Promise<void> {
    const card = await this.portal.as(link.supplierId, (tx) => getScorecard(tx, link.subjectId));
    if (!card) throw new Refusal('noAppealWindow', 'There is no such scorecard.');
    const submittedAt = this.now();
    const { evaluationId, supplierId } = card;
    const dueAt = await decisionDue(this.db, { evaluationId, submittedAt });
    const id = uuidv5('appeal', card.id);
    await this.portal.as(supplierId, (tx) => storeAppeal(tx, { id, evaluationId, supplierId, text, fileIds: [], channel: 'portal', submittedBy: link.recipientId, submittedAt, dueAt }));
    await tellOfAppeal({ db: this.db, settings: this.configuration }, id);
  }

  private async open(token: string, chosen: Language | undefined, request: FastifyRequest): Promise<Opened | null> {
    const link = await findLink(this.db, 'scorecard', token);
    if (!link?.supplierId || !isOpen(link, this.now())) return null;
    const { supplierId, recipientId } = link;
    const language = chosen ?? (await this.portal.as(supplierId, (tx) => languageOfContact(tx, supplierId, recipientId))) ?? preferredLanguage(request.headers['accept-language']);
    return { link: { ...link, supplierId }, language };
  }

  private async sendCard(reply: FastifyReply, opened: Opened, typed: ScorecardPageInput['typed']): Promise<Buffer> {
    const { language } = opened;
    const page = await this.pageOf(opened);
    if (!page) return sendClosed(reply, language);
    const title = speak(language)('scorecard.pageTitle', writtenEnds(page.content, language));
    return sendPage(reply, { status: typed ? 422 : 200, language, title, body: scorecardPage({ ...page, language, typed }) });
  }

  private async pageOf({ link: { supplierId, subjectId }, language }: Opened): Promise<Pick<ScorecardPageInput, 'content' | 'appeal' | 'mayAppeal'> | null> {
    const own = await this.portal.as(supplierId, async (tx) => {
      const card = await getScorecard(tx, subjectId);
      const [score] = card ? await getScores(tx, card.evaluationId, [supplierId]) : [];
      if (!card || !score) return null;
      const { evaluationId } = card;
      const [history] = await scoreHistories(tx, evaluationId, [supplierId]);
      const trend = await earlierGrades(tx, { evaluationId, supplierIds: [supplierId], periods: TREND_PERIODS });
      const { timeZone } = await tx.supplier.findUniqueOrThrow({ where: { id: supplierId }, select: { timeZone: true } });
      const evaluation = await tx.evaluation.findUniqueOrThrow({ where: { id: evaluationId }, select: { status: true, stage: true } });
      return { card, score, history, trend, timeZone, evaluation, appeal: await appealOf(tx, evaluationId, supplierId) };
    });
    if (!own) return null;
    const { card, appeal, evaluation } = own;
    // The policy and the cut-off are no supplier's rows.
    const policy = await getPolicy(this.db, own.score.policyVersion);
    const { cutOffAt } = await this.db.prisma.evaluation.findUniqueOrThrow({ where: { id: card.evaluationId }, select: { cutOffAt: true } });
    const content = scorecardContent({ ...own, id: card.id, policy: { indicators: policy?.policy.indicators ?? [] }, cutOffAt, appealUntil: card.appealUntil }, language);
    const hearing = evaluation.status === 'published' && evaluation.stage !== 'consequences';
    return { content, mayAppeal: hearing && card.appealUntil !== null && card.appealUntil >= this.now(), appeal: appeal && { ...appeal, dueAt: appeal.dueAt.toISOString() } };
  }
}

async function languageOfContact(tx: Transaction, supplierId: string, contactId: string): Promise<Language> {
  const supplier = await tx.supplier.findUnique({ where: { id: supplierId }, select: { language: true } });
  const contact = await tx.contact.findUnique({ where: { id: contactId }, select: { language: true } });
  return languageOf(contact?.language ?? supplier?.language);
}

function sendClosed(reply: FastifyReply, language: Language): Buffer {
  const say = speak(language);
  const title = say('scorecard.closedTitle');
  return sendPage(reply, { status: 404, language, title, body: html`<h1>${title}</h1><p>${say('scorecard.closed')}</p>` });
}
