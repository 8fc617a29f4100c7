import { saidKey } from '#apps/receipts/receipt.js';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { RectificationState } from '#domain/rectification/state.js';
import type { MessageKey } from '#messaging/catalogs/en.js';
import { languageOf, speak, type Language } from '#messaging/catalogs/speak.js';
import { newestFigure, pageOfCase, type PageOfCase } from '#persistence/cases/page-of-case.js';
import type { Database, Transaction } from '#persistence/database.js';
import { draftsOf, type Draft } from '#persistence/drafts/drafts.js';
import type { FileSummary } from '#persistence/files/files.js';
import type { Capability } from '#persistence/links/capability.js';
import { findLink, isOpen } from '#persistence/links/links.js';
import { InjectDatabase, InjectNow, type Now } from '../../parts.js';
import { DraftDesk, filesOfDraft } from '../draft-desk.js';
import { fileLimits, problemsPart } from '../fields.js';
import { html, type Html } from '../html.js';
import { sendPage } from '../page.js';
import { PortalDatabase } from '../portal-database.js';
import type { PortalForm } from '../portal-form.js';
import { AnswerDesk } from './answer-desk.js';
import { casePage } from './case-page.js';
import { faultText, fieldId, formsPart, type FormsShown } from './form-part.js';
import { isFormOfSuppliers, MESSAGE, offersOf, type Offer, type Offers } from './offers.js';
import { readTyped } from './typed.js';

/** A link that has opened, and what it opens. */
export interface Entered {
  readonly token: string;
  readonly capability: Capability;
  readonly found: PageOfCase;
  readonly language: Language;
}

/** What has just happened, as the next page says it. */
export type Done = 'answer' | 'message' | 'saved';

const PROCESS = 'rectification';

/** Shows the pages of cases and takes their forms. */
@Injectable()
export class CasePages {
  constructor(
    @InjectDatabase() private readonly db: Database,
    private readonly portal: PortalDatabase,
    private readonly drafts: DraftDesk,
    private readonly answers: AnswerDesk,
    @InjectNow() private readonly now: Now,
  ) {}

  /** Opens a link; null for one that does not open, or whose case or contact is not there. */
  async enter(token: string, chosen: Language | undefined): Promise<Entered | null> {
    const link = await findLink(this.db, PROCESS, token);
    if (!link?.supplierId || link.recipientKind !== 'contact' || !isOpen(link, this.now())) return null;
    const { supplierId, subjectId, recipientId: contactId } = link;
    return this.portal.as(supplierId, async (tx) => {
      const found = await pageOfCase(tx, { caseId: subjectId, process: PROCESS, contactId });
      if (!found) return null;
      const language = chosen ?? (await languageOfContact(tx, supplierId, contactId));
      return { token, capability: { kind: PROCESS, subjectId, supplierId, contactId }, found, language };
    });
  }

  /** The page as it stands. */
  async show(reply: FastifyReply, entered: Entered, done: Done | null): Promise<Buffer> {
    const say = speak(entered.language);
    const news = done && html`<p class="note" role="status">${say(done === 'saved' ? 'portal.saved' : `page.sent.${done}`)}</p>`;
    return this.send(reply, entered, { status: 200, news, posted: null });
  }

  /** Keeps what the form brings, and sends it where that is asked for and nothing is wrong with it. */
  async take(reply: FastifyReply, entered: Entered, form: PortalForm): Promise<Buffer> {
    const { capability, found, language } = entered;
    const name = form.fields.get('form') ?? '';
    if (!isFormOfSuppliers(name)) return this.send(reply, entered, { status: 404, news: alert(language, 'page.noSuchForm'), posted: null });
    const act = ACTS.safeParse(form.fields.get('act')).data;
    const nonce = z.uuid().safeParse(form.fields.get('nonce')).data;
    const offer = this.offered(entered, name);
    if (act === undefined || nonce === undefined) return this.incomplete(reply, entered, { name, form, offer });
    if (await this.answers.wasSent({ capability, form: name, nonce })) return seeOther(reply, entered, name === 'message' ? 'message' : 'answer');
    const key = { ...capability, form: name };
    const removed = /^remove:(.+)$/.exec(act)?.[1];
    if (removed !== undefined) await this.drafts.removeFile(key, removed);
    if (!offer) return this.moved(reply, entered, key, form);
    const { draft, problems } = await this.drafts.keep(key, form, offer.fields.map((field) => field.name));
    const say = speak(language);
    const left = problems.map((problem) => ({ href: `#${name}-files`, message: say(`portal.problem.${problem.code}`, { ...fileLimits, name: problem.name }) }));
    if (act !== 'send') return left.length > 0 ? this.wrong(reply, entered, { form: name, faults: [], nonce }, left) : seeOther(reply, entered, 'saved');
    const read = readTyped(offer, draft.fields, draft.fileIds);
    const faults = 'faults' in read ? read.faults : [];
    const listed = [...faults.map((fault) => ({ href: `#${fieldId(name, fault.field.name)}`, message: faultText(name, fault, say) })), ...left];
    if (listed.length > 0 || 'faults' in read) return this.wrong(reply, entered, { form: name, faults, nonce }, listed);
    const refused = await this.answers.send({ capability, found, form: name, nonce, body: read.body });
    if (refused === null) return seeOther(reply, entered, name === 'message' ? 'message' : 'answer');
    return this.refused(reply, entered, { form: name, code: refused });
  }

  /**
   * Every form of the page says once what it is and what is to be done with it. One that does not was made by something else, such as a
   * program that follows links, or arrived in part: nothing is sent, and what it brings is kept.
   */
  private async incomplete(reply: FastifyReply, entered: Entered, { name, form, offer }: { name: string; form: PortalForm; offer: Offer | null }): Promise<Buffer> {
    const key = { ...entered.capability, form: name };
    if (!offer) return this.moved(reply, entered, key, form);
    await this.drafts.keep(key, form, offer.fields.map((field) => field.name));
    return this.send(reply, entered, { status: 422, news: alert(entered.language, 'page.incomplete'), posted: { form: name, faults: [], nonce: null } });
  }

  private offered({ found }: Entered, name: string): Offer | null {
    if (name === MESSAGE.form) return MESSAGE;
    const { steps, extension } = offersFor(found);
    return [...steps, ...(extension ? [extension] : [])].find(({ form }) => form === name) ?? null;
  }

  private async wrong(reply: FastifyReply, entered: Entered, posted: NonNullable<FormsShown['posted']>, listed: readonly { href: string | null; message: string }[]): Promise<Buffer> {
    return this.send(reply, entered, { status: 422, news: problemsPart(speak(entered.language)('portal.problems'), listed), posted });
  }

  /** The step has gone on while the form was filled in: what was typed is kept for the reader, who may need it again. */
  private async moved(reply: FastifyReply, entered: Entered, key: Parameters<DraftDesk['keep']>[0], form: PortalForm): Promise<Buffer> {
    const names = [...new Set([...form.fields.keys()])].filter((name) => KEPT.includes(name));
    if (key.form !== MESSAGE.form && names.some((name) => (form.fields.get(name) ?? '').trim() !== '')) await this.drafts.keep(key, form, names);
    return this.send(reply, entered, { status: 409, news: alert(entered.language, 'page.moved'), posted: null });
  }

  private async refused(reply: FastifyReply, entered: Entered, { form, code }: { form: string; code: string }): Promise<Buffer> {
    const gone = ['wrongStage', 'caseEnded', 'stale', 'extensionPending'].includes(code);
    const text = gone ? 'page.moved' : code === 'extensionLimit' ? 'page.refused.extensionLimit' : 'page.refused';
    const again = (await this.enter(entered.token, entered.language)) ?? entered;
    return this.send(reply, again, { status: 409, news: alert(entered.language, text), posted: { form, faults: [], nonce: null } });
  }

  private async send(reply: FastifyReply, { token, capability, found, language }: Entered, shown: { status: number; news: Html | null; posted: FormsShown['posted'] }): Promise<Buffer> {
    const { kind, subjectId, supplierId, contactId } = capability;
    const say = speak(language);
    const own = await this.portal.as(supplierId, async (tx) => {
      const drafts = new Map<string, Draft & { files: FileSummary[] }>();
      for (const [form, draft] of await draftsOf(tx, { kind, subjectId, contactId })) drafts.set(form, { ...draft, files: await filesOfDraft(tx, draft) });
      return { drafts, figure: await newestFigure(tx, supplierId, (found.state as RectificationState).watch.indicator) };
    });
    const offers = offersFor(found);
    const path = `/portal/cases/${token}`;
    const forms = formsPart({ offers, language, timeZone: found.timeZone, path, drafts: own.drafts, posted: shown.posted, nonce: randomUUID });
    const formsNow = [...offers.steps, ...(offers.extension ? [offers.extension] : []), MESSAGE].map(({ form }) => form);
    // What waits for the workflow is still kept as a draft, and was sent all the same.
    const kept = found.pendingSince === null ? [...own.drafts] : [];
    const unsent = kept.filter(([form]) => !formsNow.includes(form)).map(([form, { fields }]) => ({ what: say(saidKey(form)), text: Object.values(fields).filter((text) => text.trim() !== '').join('\n\n') }));
    const body = casePage({ found, figure: own.figure, language, path, news: shown.news, forms, unsent: unsent.filter(({ text }) => text !== '') });
    return sendPage(reply, { status: shown.status, language, title: `${found.title} [${subjectId.slice(0, 8)}]`, body });
  }
}

/** Texts that are kept of a form whose step has gone on. */
const KEPT: readonly string[] = ['text', 'containment', 'rootCause', 'nonDetection', 'reason'];

/** What a form's button asks for. */
const ACTS = z.union([z.enum(['send', 'save']), z.templateLiteral(['remove:', z.uuid()])]);

/** What was not done, and why. */
function alert(language: Language, key: MessageKey): Html {
  return html`<p class="note bad" role="alert">${speak(language)(key)}</p>`;
}

/** What waits for the workflow leaves nothing to answer yet. */
function offersFor(found: PageOfCase): Offers {
  return found.status === 'open' && found.pendingSince === null ? offersOf(found.state) : { steps: [], extension: null };
}

async function languageOfContact(tx: Transaction, supplierId: string, contactId: string): Promise<Language> {
  const supplier = await tx.supplier.findUnique({ where: { id: supplierId }, select: { language: true } });
  const contact = await tx.contact.findUnique({ where: { id: contactId }, select: { language: true } });
  return languageOf(contact?.language ?? supplier?.language);
}

/** Reloading the page after a form was taken must not send it again. */
function seeOther(reply: FastifyReply, { token, language }: Entered, done: Done): Buffer {
  reply.code(303).header('location', `/portal/cases/${token}?lang=${language}&done=${done}`).header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
  return Buffer.alloc(0);
}
