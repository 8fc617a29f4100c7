import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import type { Configuration } from '#apps/configuration.js';
import { languageOf, speak, type Language } from '#messaging/catalogs/speak.js';
import { RENEWAL, renewalLetter } from '#messaging/letters/portal.js';
import { renderLetter } from '#messaging/render.js';
import { replyAddress } from '#messaging/reply-address.js';
import type { Database, Transaction } from '#persistence/database.js';
import { grantLink, standingLinks } from '#persistence/links/capability.js';
import { findLink, type LinkKind } from '#persistence/links/links.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';
import { html } from './html.js';
import { sendPage } from './page.js';

/** One mail about a case in this time, and so many a day in all: a link must not become a way to fill somebody's mailbox. */
const PAUSE = 15 * 60_000;
const DAY = 24 * 60 * 60_000;
const A_DAY_AT_MOST = 10;

/** A page that is opened by a link of one capability for each contact. */
export interface PageOfLinks {
  readonly kind: LinkKind;
  /** Where it stands, such as `/portal/cases`. */
  readonly path: string;
}

/** Mails a contact a new link for one that has expired. */
@Injectable()
export class LinkRenewal {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  /**
   * Mails a new link to the address that we have of the token's contact. Does nothing, and does not say so, where the token is none of
   * ours, was taken back, or belongs to somebody who has gone; nor when one was mailed just now.
   */
  async renew({ kind, path }: PageOfLinks, token: string): Promise<void> {
    const at = this.now();
    const link = await findLink(this.db, kind, token);
    if (link?.recipientKind !== 'contact' || link.supplierId === null) return;
    const { subjectId, recipientId: contactId, supplierId } = link;
    await this.db.transaction(async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`renewal:${subjectId}:${contactId}`}, 0))`;
      const contact = await tx.contact.findFirst({ where: { id: contactId, supplierId, removedAt: null }, include: { supplier: true } });
      const about = await tx.case.findFirst({ where: { id: subjectId, supplierId }, select: { title: true, dueAt: true } });
      const revoked = (await standingLinks(tx, kind, subjectId)).get(contactId)?.revokedAt ?? null;
      // Within the pause the mail has the same id, and is there already.
      const id = uuidv5(`renewal:${contactId}:${Math.floor(at.getTime() / PAUSE)}`, subjectId);
      if (!contact || !about || revoked !== null || (await toldEnough(tx, { id, contactId, at }))) return;
      const fresh = await grantLink(tx, this.configuration.secret, { kind, subjectId, supplierId, contactId }, { at, dueAt: about.dueAt });
      const language = languageOf(contact.language ?? contact.supplier.language);
      const matter = { language, caseNumber: subjectId.slice(0, 8), title: about.title, url: `${this.configuration.publicUrl}${path}/${fresh}` };
      const { domain } = this.configuration.mail;
      const row = noticeRow({
        id,
        template: RENEWAL,
        recipient: { kind: 'contact', id: contactId, address: contact.email, language },
        mail: renderLetter(renewalLetter(matter), { language, recipientName: contact.name }),
        supplierId,
        replyTo: replyAddress({ caseId: subjectId, secret: this.configuration.secret, domain }),
        domain,
        at,
      });
      await insertOutbox(tx, [row]);
    });
  }
}

async function toldEnough(tx: Transaction, { id, contactId, at }: { id: string; contactId: string; at: Date }): Promise<boolean> {
  const today = { template: RENEWAL, recipientId: contactId, createdAt: { gt: new Date(at.getTime() - DAY) } };
  return (await tx.outboxMessage.count({ where: { id } })) > 0 || (await tx.outboxMessage.count({ where: today })) >= A_DAY_AT_MOST;
}

/** What a link shows that does not open, whatever the reason: nobody learns which links there were. Offers a new one. */
export function sendClosed(reply: FastifyReply, language: Language, renewAction: string): Buffer {
  const say = speak(language);
  const title = say('portal.closed.title');
  const body = html`<h1>${title}</h1>
<p>${say('portal.closed')}</p>
<p>${say('portal.renew.note')}</p>
<form method="post" action="${renewAction}?lang=${language}"><p class="acts"><button class="main" type="submit">${say('portal.renew')}</button></p></form>`;
  return sendPage(reply, { status: 404, language, title, body });
}

/** What asking for a new link shows, whether or not one was mailed. */
export function sendRenewed(reply: FastifyReply, language: Language): Buffer {
  const say = speak(language);
  const title = say('portal.renewed.title');
  return sendPage(reply, { status: 200, language, title, body: html`<h1>${title}</h1><p role="status">${say('portal.renewed')}</p>` });
}
