import { Injectable } from '@nestjs/common';
import type { Configuration } from '#apps/configuration.js';
import { commandIdOf } from '#apps/door/command-id.js';
import type { Door } from '#apps/door/door.js';
import { mailReceipt, saidKey, type Sent } from '#apps/receipts/receipt.js';
import type { PageOfCase } from '#persistence/cases/page-of-case.js';
import type { Database, Transaction } from '#persistence/database.js';
import { dropDraft } from '#persistence/drafts/drafts.js';
import type { Capability } from '#persistence/links/capability.js';
import { insertMessage } from '#persistence/messages/messages.js';
import { InjectConfiguration, InjectDatabase, InjectDoor, InjectNow, type Now } from '../../parts.js';
import type { PageOfLinks } from '../link-renewal.js';
import { PortalDatabase } from '../portal-database.js';
import type { FormBody } from './offers.js';

/** What a contact sends: a form that was read, for its case. */
export interface Answer {
  /** Where the page of the case stands, and of which process it is. */
  readonly page: PageOfLinks;
  readonly capability: Capability;
  readonly found: PageOfCase;
  readonly form: string;
  readonly nonce: string;
  readonly body: FormBody;
}

/** `null`: it was taken. Otherwise the stable code of why not. */
export type Refused = string | null;

/** Takes answers and messages of suppliers: the answers by the door that all commands take, the messages into the conversation. */
@Injectable()
export class AnswerDesk {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    private readonly portal: PortalDatabase,
    @InjectNow() private readonly now: Now,
  ) {}

  /** Whether this very form was sent before: then it is not kept as a draft anew. */
  async wasSent({ capability: { subjectId, contactId }, form, nonce }: Pick<Answer, 'capability' | 'form' | 'nonce'>): Promise<boolean> {
    const commandId = idOf(subjectId, contactId, form, nonce);
    const message = await this.db.prisma.message.count({ where: { id: commandId } });
    return message > 0 || (await this.db.prisma.submission.count({ where: { caseId: subjectId, commandId, status: { in: ['pending', 'applied'] } } })) > 0;
  }

  /** Sends a form once, however often it arrives. With what is decided its draft goes and its receipt is mailed: see `portal-receipts.ts`. */
  async send(answer: Answer): Promise<Refused> {
    const at = this.now();
    if (answer.form === 'message') return this.sendMessage(answer, at);
    const { subjectId, contactId } = answer.capability;
    const commandId = idOf(subjectId, contactId, answer.form, answer.nonce);
    const outcome = await this.door.act({
      process: answer.page.kind,
      caseId: subjectId,
      command: answer.form,
      body: answer.body,
      actor: { kind: 'contact', id: contactId },
      channel: 'portal',
      commandId,
      receivedAt: at,
    });
    if (outcome.status === 'refused') return outcome.code;
    if (outcome.status !== 'applied' && outcome.status !== 'pending') return outcome.status;
    return null;
  }

  /** Written in the role that can speak for nobody else; its files and its receipt are ours to see to. */
  private async sendMessage(answer: Answer, at: Date): Promise<Refused> {
    const { capability: { subjectId: caseId, supplierId, contactId }, found, form, nonce, body } = answer;
    const id = idOf(caseId, contactId, form, nonce);
    const message = { id, caseId, supplierId, direction: 'in' as const, channel: 'portal', authorKind: 'contact', authorId: contactId, author: found.contactName, text: textIn(body), fileIds: filesIn(body), sourceId: id, at };
    await this.portal.asThenOurs(
      supplierId,
      (tx) => insertMessage(tx, message),
      async (tx, isNew) => {
        if (isNew) await tx.file.updateMany({ where: { id: { in: [...message.fileIds] }, caseId, status: 'pending' }, data: { status: 'kept' } });
        await this.conclude(tx, answer, { id, at });
      },
    );
    return null;
  }

  private async conclude(tx: Transaction, { page, capability, found, form, body }: Answer, { id, at }: { id: string; at: Date }): Promise<void> {
    await dropDraft(tx, { kind: capability.kind, subjectId: capability.subjectId, contactId: capability.contactId, form });
    const sent: Sent = { capability, title: found.title, dueAt: found.dueAt, path: page.path, what: saidKey(form), text: textIn(body), fileIds: filesIn(body), id, at };
    const { publicUrl, secret, mail } = this.configuration;
    await mailReceipt(tx, { publicUrl, secret, domain: mail.domain }, sent);
  }
}

function idOf(caseId: string, contactId: string, form: string, nonce: string): string {
  return commandIdOf('portal', caseId, contactId, form, nonce);
}

/** All that was written, in the order of the fields. */
function textIn(body: Answer['body']): string {
  return Object.values(body).filter((value): value is string => typeof value === 'string').join('\n\n');
}

function filesIn({ files }: Answer['body']): string[] {
  return Array.isArray(files) ? files.map(String) : [];
}
