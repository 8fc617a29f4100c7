import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { CannotReply, sendReply } from '#apps/mail/send-reply.js';
import { LONGEST_TEXT } from '#domain/rectification/commands.js';
import type { Database } from '#persistence/database.js';
import { getMailboxMessage, listMailbox, messagesHiddenFrom, type MailboxEntry } from '#persistence/mailbox/mailbox.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { Idempotent } from '../http/idempotency.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { Problem, problems } from '../http/problem.js';
import { InjectConfiguration, InjectDatabase } from '../parts.js';

const entry = z
  .object({
    id: z.uuid(),
    messageId: z.string().nullable(),
    from: z.string(),
    to: z.array(z.string()),
    replyTo: z.string().nullable().describe('Null: nothing to reply to.'),
    subject: z.string(),
    text: z.string(),
    html: z.string().nullable(),
    receivedAt: instant,
  })
  .meta({ id: 'MailboxMessage' });
const mailbox = pageOfItems(entry).meta({ id: 'Mailbox' });
const mailboxQuery = pageQuery.extend({ address: z.string().max(320).optional().describe('Only mails to this address.') });
const replyBody = z.object({ text: z.string().trim().min(1, 'must not be empty').max(LONGEST_TEXT) });
const sent = z.object({ messageId: z.string() }).meta({ id: 'SentReply' });

/** The local mailbox: what Steward mailed while no mail server is configured. */
@ApiTags('Mailbox')
@Controller('api/v1/mailbox')
export class MailboxController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
  ) {}

  @Does('Mails, newest first. Sign-in links of other people and mails of confidential cases that are not yours to see are left out.')
  @Get()
  @Permit('mailbox:read')
  @Answers(200, mailbox)
  async list(@Query({ schema: mailboxQuery }) query: z.infer<typeof mailboxQuery>, @Caller() caller: Principal): Promise<z.infer<typeof mailbox>> {
    const page = await listMailbox(this.db, given(query));
    const hidden = await this.hiddenFrom(caller, page.items);
    return { ...page, items: page.items.filter((mail) => !hidden.has(mail.id)).map(shown) };
  }

  @Does('One mail.')
  @Get(':id')
  @Permit('mailbox:read')
  @Answers(200, entry)
  async one(@Param('id', { schema: id }) mailId: string, @Caller() caller: Principal): Promise<z.infer<typeof entry>> {
    return shown(await this.visible(mailId, caller));
  }

  @Does('Answers a mail as its recipient would: a real mail to the reply address. Only for the local mailbox.')
  @Post(':id/reply')
  @HttpCode(200)
  @Permit('mailbox:use')
  @Idempotent()
  @Answers(200, sent, 'The reply was taken; look at the case in a moment.')
  async reply(@Param('id', { schema: id }) mailId: string, @Body({ schema: replyBody }) body: z.infer<typeof replyBody>, @Caller() caller: Principal): Promise<z.infer<typeof sent>> {
    await this.visible(mailId, caller);
    if (this.configuration.smtpUrl !== null) {
      throw problems.conflict('mailServerConfigured', 'A mail server is configured; people answer from their own mail programs.');
    }
    try {
      return await sendReply({ db: this.db, inbound: this.configuration.inbound }, mailId, body);
    } catch (error) {
      throw error instanceof CannotReply ? replyProblem(error) : error;
    }
  }

  private async visible(mailId: string, caller: Principal): Promise<MailboxEntry> {
    const found = await getMailboxMessage(this.db, mailId);
    if (!found || (await this.hiddenFrom(caller, [found])).has(found.id)) throw problems.notFound('This mail');
    return found;
  }

  /**
   * Who may read the mailbox must not thereby become somebody else: links of other people are the administrator's at most.
   * Nor does it show a confidential case, whose mails hold the link to it, to anybody whom the case does not name.
   */
  private async hiddenFrom(caller: Principal, mails: readonly MailboxEntry[]): Promise<Set<string>> {
    const messageIds = mails.flatMap((mail) => mail.messageId ?? []);
    const hidden = await messagesHiddenFrom(this.db, messageIds, { readers: [caller.id], signInLinks: caller.roles.includes('admin') });
    return new Set(mails.filter((mail) => mail.messageId !== null && hidden.has(mail.messageId)).map((mail) => mail.id));
  }
}

function shown({ id: mailId, messageId, fromAddress, toAddresses, replyTo, subject, text, html, receivedAt }: MailboxEntry): z.infer<typeof entry> {
  return { id: mailId, messageId, from: fromAddress, to: toAddresses, replyTo, subject, text, html, receivedAt: receivedAt.toISOString() };
}

function replyProblem({ code, message }: CannotReply): Problem {
  if (code === 'noSuchMail') return problems.notFound('This mail');
  if (code === 'notAnswerable') return problems.conflict(code, message);
  return problems.unavailable('The way in for mail did not take the reply; try again in a moment.');
}
