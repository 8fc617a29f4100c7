import { Controller, Get, Param, Post, Query, Req, Res, type Type } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { fileOfPage } from '#persistence/cases/page-of-case.js';
import { Public } from '../../auth/permit.js';
import { TakesForm } from '../../http/form-body.js';
import { preferredLanguage } from '../../http/language.js';
import { problems } from '../../http/problem.js';
import { sendFile } from '../../http/send-file.js';
import { Guessable } from '../../http/rate-limit.js';
import { InjectConfiguration } from '../../parts.js';
import { LinkRenewal, sendClosed, sendRenewed } from '../link-renewal.js';
import { receivePortalForm } from '../portal-form.js';
import { PortalDatabase } from '../portal-database.js';
import { CasePages } from './case-pages.js';
import type { ProcessPage } from './process-page.js';

const pageQuery = z.object({ lang: z.enum(['en', 'ru', 'zh']).optional().catch(undefined), done: z.enum(['answer', 'message', 'saved']).optional().catch(undefined) });
type PageQuery = z.infer<typeof pageQuery>;

/**
 * The page of a case behind a mailed link: its supplier's own, read and written in the portal's role. The link is the right to enter;
 * looking changes nothing, as mail scanners follow links.
 */
export function casePageController(page: ProcessPage): Type {
  @ApiExcludeController()
  @Controller(page.links.path.slice(1))
  class CasePageController {
    constructor(
      @InjectConfiguration() private readonly configuration: Configuration,
      private readonly portal: PortalDatabase,
      private readonly pages: CasePages,
      private readonly renewal: LinkRenewal,
    ) {}

    @Get(':token')
    @Public()
    async show(@Param('token') token: string, @Query({ schema: pageQuery }) query: PageQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
      const entered = await this.pages.enter(page, token, query.lang);
      return entered ? this.pages.show(reply, entered, query.done ?? null) : closed(reply, page, token, { query, request });
    }

    @Post(':token')
    @Public()
    @TakesForm()
    async take(@Param('token') token: string, @Query({ schema: pageQuery }) query: PageQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
      const entered = await this.pages.enter(page, token, query.lang);
      if (!entered) return closed(reply, page, token, { query, request });
      return this.pages.take(reply, entered, await receivePortalForm(request, this.configuration.filesDirectory, page.limits));
    }

    @Post(':token/renew')
    @Public()
    @Guessable()
    @TakesForm()
    async renew(@Param('token') token: string, @Query({ schema: pageQuery }) query: PageQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
      await this.renewal.renew(page.links, token);
      return sendRenewed(reply, languageFor(query, request));
    }

    /** Whoever changes the language after asking for a new link is led back to the page. */
    @Get(':token/renew')
    @Public()
    asked(@Param('token') token: string, @Query({ schema: pageQuery }) { lang }: PageQuery, @Res({ passthrough: true }) reply: FastifyReply): Buffer {
      reply.code(303).header('location', `${page.links.path}/${encodeURIComponent(token)}${lang ? `?lang=${lang}` : ''}`).header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
      return Buffer.alloc(0);
    }

    @Get(':token/files/:file')
    @Public()
    async file(@Param('token') token: string, @Param('file') fileId: string, @Res() reply: FastifyReply): Promise<void> {
      const entered = await this.pages.enter(page, token, undefined);
      const known = z.uuid().safeParse(fileId).success;
      const place = entered && { kind: entered.capability.kind, caseId: entered.capability.subjectId, contactId: entered.capability.contactId, fileId };
      const found = place && known ? await this.portal.as(entered.capability.supplierId, (tx) => fileOfPage(tx, place)) : null;
      if (!found) throw problems.notFound('This file');
      await sendFile(reply, this.configuration.filesDirectory, found);
    }
  }
  return CasePageController;
}

function closed(reply: FastifyReply, page: ProcessPage, token: string, { query, request }: { query: PageQuery; request: FastifyRequest }): Buffer {
  return sendClosed(reply, languageFor(query, request), `${page.links.path}/${encodeURIComponent(token)}/renew`);
}

function languageFor({ lang }: PageQuery, request: FastifyRequest) {
  return lang ?? preferredLanguage(request.headers['accept-language']);
}
