import { saidKey } from '#apps/receipts/receipt.js';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { MessageKey } from '#messaging/catalogs/en.js';
import { languageOf, speak, type Language } from '#messaging/catalogs/speak.js';
import { pageOfCase, type PageOfCase } from '#persistence/cases/page-of-case.js';
import type { Database, Transaction } from '#persistence/database.js';
import { draftsOf, type Draft, type DraftKey } from '#persistence/drafts/drafts.js';
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
import { draftOfField, faultText, fieldId, type FormsShown } from './form-part.js';
import { MESSAGE, type Offer } from './offers.js';
import type { PageView, ProcessPage } from './process-page.js';
import { readTyped } from './typed.js';

/** A link that has opened, and what it opens. */
export interface Entered {
  readonly page: ProcessPage;
  readonly token: string;
  readonly capability: Capability;
  readonly found: PageOfCase;
  readonly language: Language;
  readonly view: PageView;
}

/** What has just happened, as the next page says it. */
export type Done = 'answer' | 'message' | 'saved';

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
  async enter(page: ProcessPage, token: string, chosen: Language | undefined): Promise<Entered | null> {
    const { kind } = page.links;
    const link = await findLink(this.db, kind, token);
    if (!link?.supplierId || link.recipientKind !== 'contact' || !isOpen(link, this.now())) return null;
    const { supplierId, subjectId, recipientId: contactId } = link;
    return this.portal.as(supplierId, async (tx) => {
      const found = await pageOfCase(tx, { caseId: subjectId, process: kind, contactId });
      if (!found) return null;
      const language = chosen ?? (await languageOfContact(tx, supplierId, contactId));
      return { page, token, capability: { kind, subjectId, supplierId, contactId }, found, language, view: await page.view(tx, found, language) };
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
    if (!entered.page.isForm(name)) return this.send(reply, entered, { status: 404, news: alert(language, 'page.noSuchForm'), posted: null });
    const act = ACTS.safeParse(form.fields.get('act')).data;
    const nonce = z.uuid().safeParse(form.fields.get('nonce')).data;
    const offer = entered.view.offers.find((each) => each.form === name) ?? null;
    if (act === undefined || nonce === undefined) return this.incomplete(reply, entered, { name, form, offer });
    if (await this.answers.wasSent({ capability, form: name, nonce })) return seeOther(reply, entered, name === 'message' ? 'message' : 'answer');
    const key = { ...capability, form: name };
    const removed = /^remove:(.+)$/.exec(act)?.[1];
    if (removed !== undefined) for (const each of draftsOfForm(name, offer)) await this.drafts.removeFile({ ...key, form: each }, removed);
    if (!offer) return this.moved(reply, entered, key, form);
    const { draft, files, problems } = await this.keep(key, offer, form);
    const say = speak(language);
    const left = problems.map((problem) => ({ href: `#${problem.at}`, message: say(`portal.problem.${problem.code}`, { ...fileLimits, name: problem.name }) }));
    if (act !== 'send') return left.length > 0 ? this.wrong(reply, entered, { form: name, faults: [], nonce }, left) : seeOther(reply, entered, 'saved');
    const read = offer.own ? offer.own.read(draft.fields, files) : readTyped(offer, draft.fields, draft.fileIds);
    const faults = 'faults' in read ? read.faults : [];
    const listed = [...faults.map((fault) => ({ href: `#${fieldId(name, fault.field.name)}`, message: faultText(name, fault, say) })), ...left];
    if (listed.length > 0 || 'faults' in read) return this.wrong(reply, entered, { form: name, faults, nonce }, listed);
    const refused = await this.answers.send({ page: entered.page.links, capability, found, form: name, nonce, body: read.body });
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
    await this.keep(key, offer, form);
    return this.send(reply, entered, { status: 422, news: alert(entered.language, 'page.incomplete'), posted: { form: name, faults: [], nonce: null } });
  }

  /** Keeps what a form brings: its fields and files, and the files of each field that takes its own. `at`: where on the page a file was left out. */
  private async keep(key: DraftKey, { form: name, fields, own }: Offer, { fields: typed, uploads }: PortalForm) {
    const fileFields = own?.fileFields ?? [];
    const { draft, problems } = await this.drafts.keep(key, { fields: typed, uploads: uploads.filter(({ field }) => !fileFields.includes(field)) }, fields.map((field) => field.name));
    const left = problems.map((problem) => ({ ...problem, at: `${name}-files` }));
    const files = new Map<string, readonly string[]>();
    for (const field of fileFields) {
      const kept = await this.drafts.keep({ ...key, form: draftOfField(name, field) }, { fields: new URLSearchParams(), uploads: uploads.filter((each) => each.field === field) }, []);
      files.set(field, kept.draft.fileIds);
      left.push(...kept.problems.map((problem) => ({ ...problem, at: fieldId(name, field) })));
    }
    return { draft, files, problems: left };
  }

  private async wrong(reply: FastifyReply, entered: Entered, posted: NonNullable<FormsShown['posted']>, listed: readonly { href: string | null; message: string }[]): Promise<Buffer> {
    return this.send(reply, entered, { status: 422, news: problemsPart(speak(entered.language)('portal.problems'), listed), posted });
  }

  /** The step has gone on while the form was filled in: what was typed is kept for the reader, who may need it again. */
  private async moved(reply: FastifyReply, entered: Entered, key: Parameters<DraftDesk['keep']>[0], form: PortalForm): Promise<Buffer> {
    const names = [...new Set([...form.fields.keys()])].filter((name) => entered.page.kept.includes(name));
    if (key.form !== MESSAGE.form && names.some((name) => (form.fields.get(name) ?? '').trim() !== '')) await this.drafts.keep(key, form, names);
    return this.send(reply, entered, { status: 409, news: alert(entered.language, 'page.moved'), posted: null });
  }

  private async refused(reply: FastifyReply, entered: Entered, { form, code }: { form: string; code: string }): Promise<Buffer> {
    const gone = ['wrongStage', 'caseEnded', 'stale', 'extensionPending'].includes(code);
    const text = gone ? 'page.moved' : (entered.page.refusal(code) ?? 'page.refused');
    const again = (await this.enter(entered.page, entered.token, entered.language)) ?? entered;
    return this.send(reply, again, { status: 409, news: alert(entered.language, text), posted: { form, faults: [], nonce: null } });
  }

  private async send(reply: FastifyReply, { page, token, capability, found, language, view }: Entered, shown: { status: number; news: Html | null; posted: FormsShown['posted'] }): Promise<Buffer> {
    const { kind, subjectId, supplierId, contactId } = capability;
    const say = speak(language);
    const drafts = await this.portal.as(supplierId, async (tx) => {
      const kept = new Map<string, Draft & { files: FileSummary[] }>();
      for (const [form, draft] of await draftsOf(tx, { kind, subjectId, contactId })) kept.set(form, { ...draft, files: await filesOfDraft(tx, draft) });
      return kept;
    });
    const path = `${page.links.path}/${token}`;
    const formsNow = view.offers.map(({ form }) => form);
    // What waits for the workflow is still kept as a draft, and was sent all the same.
    const kept = found.pendingSince === null ? [...drafts] : [];
    const unsent = kept.flatMap(([form, { fields }]) => {
      const text = page.kept.flatMap((name) => fields[name]?.trim() || []).join('\n\n');
      return formsNow.includes(form) || text === '' ? [] : [{ what: say(saidKey(form)), text }];
    });
    const forms = { language, timeZone: found.timeZone, path, drafts, posted: shown.posted, nonce: randomUUID };
    const body = view.body({ path, news: shown.news, forms, unsent });
    return sendPage(reply, { status: shown.status, language, title: `${found.title} [${subjectId.slice(0, 8)}]`, body });
  }
}

/** What a form's button asks for. */
const ACTS = z.union([z.enum(['send', 'save']), z.templateLiteral(['remove:', z.uuid()])]);

/** What was not done, and why. */
function alert(language: Language, key: MessageKey): Html {
  return html`<p class="note bad" role="alert">${speak(language)(key)}</p>`;
}

/** The drafts in which a form keeps its files. */
function draftsOfForm(form: string, offer: Offer | null): string[] {
  return [form, ...(offer?.own?.fileFields ?? []).map((field) => draftOfField(form, field))];
}

async function languageOfContact(tx: Transaction, supplierId: string, contactId: string): Promise<Language> {
  const supplier = await tx.supplier.findUnique({ where: { id: supplierId }, select: { language: true } });
  const contact = await tx.contact.findUnique({ where: { id: contactId }, select: { language: true } });
  return languageOf(contact?.language ?? supplier?.language);
}

/** Reloading the page after a form was taken must not send it again. */
function seeOther(reply: FastifyReply, { page, token, language }: Entered, done: Done): Buffer {
  reply.code(303).header('location', `${page.links.path}/${token}?lang=${language}&done=${done}`).header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
  return Buffer.alloc(0);
}
