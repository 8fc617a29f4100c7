import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { rowOf, tellOfCommitment } from '#apps/relationship/forecast-mails.js';
import { LONGEST_COMMENT, readQuantity } from '#domain/relationship/forecasts.js';
import { languageOf, speak, type Language } from '#messaging/catalogs/speak.js';
import { writtenMonth, writtenQuantity } from '#messaging/letters/forecast.js';
import { writtenInstant } from '#messaging/templates/dates.js';
import type { Database, Transaction } from '#persistence/database.js';
import type { Forecast, ForecastLine } from '#persistence/generated/client.js';
import { findLink, isOpen } from '#persistence/links/links.js';
import { commitTo, linesOf } from '#persistence/relationship/forecasts.js';
import { Public } from '../auth/permit.js';
import { formOf, TakesForm } from '../http/form-body.js';
import { preferredLanguage } from '../http/language.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';
import { problemsPart } from './fields.js';
import { html, type Html } from './html.js';
import { sendPage } from './page.js';
import { PortalDatabase } from './portal-database.js';

const pageQuery = z.object({ lang: z.enum(['en', 'ru', 'zh']).optional().catch(undefined), saved: z.string().optional() });

/** A forecast that can be answered, with whom the link is for. */
interface Opened {
  readonly forecast: Forecast;
  readonly lines: readonly ForecastLine[];
  readonly contactId: string;
  readonly language: Language;
  readonly timeZone: string;
}

interface Wrong {
  readonly href: string;
  readonly message: string;
}

/** The forecast behind a mailed link, which its supplier reads and answers under the portal's role. Looking changes nothing. */
@ApiExcludeController()
@Controller('portal/forecasts')
export class ForecastPageController {
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
    if (!opened) return sendClosed(reply, query.lang ?? preferredLanguage(request.headers['accept-language']));
    return sendForm(reply, opened, { typed: new URLSearchParams(), wrong: [], saved: query.saved !== undefined });
  }

  @Post(':token')
  @Public()
  @TakesForm()
  async commit(@Param('token') token: string, @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    const typed = formOf(request);
    const opened = await this.open(token, query.lang, request);
    if (!opened) return sendClosed(reply, query.lang ?? preferredLanguage(request.headers['accept-language']));
    const { forecast, contactId, language } = opened;
    const { commitments, wrong } = readCommitments(opened, typed);
    if (wrong.length > 0) return sendForm(reply, opened, { typed, wrong, saved: false });
    const at = this.now();
    const keep = (tx: Transaction) => commitTo(tx, forecast, { commitments, contactId, at });
    const kept = await this.keepAndTell(forecast, keep, at);
    if (!kept) return sendClosed(reply, language);
    reply.code(303).header('location', `/portal/forecasts/${token}?lang=${language}&saved=1`).header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    return Buffer.alloc(0);
  }

  private async keepAndTell(forecast: Forecast, keep: (tx: Transaction) => Promise<boolean>, at: Date): Promise<boolean> {
    return this.portal.asThenOurs(forecast.supplierId, keep, async (tx, kept) => {
      if (kept) await tellOfCommitment(tx, this.configuration, { forecast, at });
    });
  }

  private async open(token: string, chosen: Language | undefined, request: FastifyRequest): Promise<Opened | null> {
    const link = await findLink(this.db, 'forecast', token);
    if (!link?.supplierId || !isOpen(link, this.now())) return null;
    const { supplierId, subjectId, recipientId } = link;
    return this.portal.as(supplierId, async (tx) => {
      const forecast = await tx.forecast.findUnique({ where: { id: subjectId } });
      if (!forecast || forecast.dueAt <= this.now()) return null;
      const supplier = await tx.supplier.findUniqueOrThrow({ where: { id: supplierId }, select: { language: true, timeZone: true } });
      const contact = await tx.contact.findUnique({ where: { id: recipientId }, select: { language: true } });
      const language = chosen ?? languageOf(contact?.language ?? supplier.language ?? preferredLanguage(request.headers['accept-language']));
      return { forecast, lines: await linesOf(tx, subjectId), contactId: recipientId, language, timeZone: supplier.timeZone };
    });
  }
}

function readCommitments({ lines, language }: Opened, typed: URLSearchParams): { commitments: { position: number; quantity: number; comment: string }[]; wrong: Wrong[] } {
  const say = speak(language);
  const wrong: Wrong[] = [];
  const commitments = lines.flatMap((line) => {
    const { position } = line;
    const quantity = readQuantity(typed.get(`q${position}`) ?? '');
    const comment = (typed.get(`c${position}`) ?? '').trim();
    const name = nameOf(line, language);
    if (quantity === null) wrong.push({ href: `#q${position}`, message: say('forecast.page.problem', { line: name }) });
    if (comment.length > LONGEST_COMMENT) wrong.push({ href: `#c${position}`, message: say('forecast.page.long', { line: name, most: LONGEST_COMMENT }) });
    return quantity === null ? [] : [{ position, quantity, comment }];
  });
  return { commitments, wrong };
}

function nameOf(line: ForecastLine, language: Language): string {
  const { subject, month } = rowOf(line);
  return `${subject}, ${writtenMonth(month, language)}`;
}

function sendForm(reply: FastifyReply, { forecast, lines, language, timeZone }: Opened, { typed, wrong, saved }: { typed: URLSearchParams; wrong: readonly Wrong[]; saved: boolean }): Buffer {
  const say = speak(language);
  const title = say('forecast.page.title');
  const invalid = (id: string) => wrong.some(({ href }) => href === `#${id}`) && html` aria-invalid="true"`;
  const part = (line: ForecastLine): Html => {
    const [q, c] = [`q${line.position}`, `c${line.position}`];
    const quantity = typed.get(q) ?? line.committedQuantity?.toString() ?? '';
    return html`<fieldset><legend>${nameOf(line, language)}</legend>
<p>${say('forecast.quantity')}: ${writtenQuantity(rowOf(line), language)}</p>
<div class="field"><label for="${q}">${say('forecast.committed')}</label><input type="text" inputmode="decimal" id="${q}" name="${q}" required value="${quantity}"${invalid(q)}></div>
<div class="field"><label for="${c}">${say('forecast.comment')}</label><input type="text" id="${c}" name="${c}" maxlength="${LONGEST_COMMENT}" value="${typed.get(c) ?? line.comment}"${invalid(c)}></div></fieldset>
`;
  };
  const body = html`<h1>${title}</h1>
${saved && html`<p class="note" role="status">${say('forecast.page.saved')}</p>`}
${problemsPart(say('forecast.page.problems'), wrong)}
<p>${say('forecast.page.intro', { due: writtenInstant(forecast.dueAt.toISOString(), timeZone, language, say) })}</p>
<p class="quiet">${say('forecast.note')}</p>
<form method="post" action="?lang=${language}" novalidate>
${lines.map(part)}
<p class="acts"><button class="main" type="submit">${say('forecast.page.send')}</button></p>
</form>`;
  return sendPage(reply, { status: wrong.length > 0 ? 422 : 200, language, title, body });
}

function sendClosed(reply: FastifyReply, language: Language): Buffer {
  const say = speak(language);
  const title = say('forecast.page.closed.title');
  return sendPage(reply, { status: 410, language, title, body: html`<h1>${title}</h1><p>${say('forecast.page.closed')}</p>` });
}
