import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { v4 as uuidv4, v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { checkDecision, factOf, type NewSubmission, type takeAsSubmissionBody } from '#domain/submission/submission.js';
import { sameHand } from '#persistence/access/keys.js';
import type { Database } from '#persistence/database.js';
import { summariesOf } from '#persistence/files/files.js';
import { acceptSubmission, FactRefused, returnSubmission } from '#persistence/submissions-of-suppliers/decide.js';
import { getSubmission, insertSubmission, type SubmissionRecord } from '#persistence/submissions-of-suppliers/submissions.js';
import { heldMail, sendersOf, takeMail, type Sender } from '#persistence/submissions-of-suppliers/taken-mail.js';
import type { Principal } from '../auth/principal.js';
import type { FieldError } from '../http/problem.js';
import { problems } from '../http/problem.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';
import { readMail } from './read-mail.js';
import { returnedMail } from './returned-mail.js';
import { shown, type SubmissionAnswer } from './submission-schemas.js';

/** Hands submissions in, and decides on them. */
@Injectable()
export class SubmissionDesk {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  /** @throws Problem 404 */
  async one(id: string): Promise<SubmissionAnswer> {
    return shown(await this.known(id));
  }

  /** @throws Problem 404 for an unknown supplier, 422 for files and contacts that are not there */
  async submit(supplierId: string, body: NewSubmission, caller: Principal, commandId: string): Promise<SubmissionAnswer> {
    const supplier = await this.db.prisma.supplier.findUnique({ where: { id: supplierId }, select: { id: true } });
    if (!supplier) throw problems.notFound('This supplier');
    const { files, ...rest } = body;
    const wrong = [...(await this.wrongFiles(supplierId, body)), ...(await this.wrongContact(supplierId, body.contactId))];
    if (wrong.length > 0) throw problems.invalid(wrong);
    const id = uuidv5('submission', commandId);
    const row = { ...rest, id, supplierId, fileIds: files, submittedBy: caller.id, channel: 'api', submittedAt: this.now() } as const;
    await this.db.transaction((tx) => insertSubmission(tx, row));
    return this.one(id);
  }

  /** Lands the fact and marks the submission, in one transaction. @throws Refusal `alreadyDecided`, `ownSubmission`; Problem 404, 422 */
  async accept(id: string, caller: Principal): Promise<SubmissionAnswer> {
    const submission = await this.known(id);
    if (checkDecision(submission, 'accepted', caller.id, await sameHand(this.db, caller.id)) === 'again') return shown(submission);
    const supplier = await this.db.prisma.supplier.findUniqueOrThrow({ where: { id: submission.supplierId } });
    const reportedOn = DateTime.fromJSDate(submission.submittedAt, { zone: supplier.timeZone }).toISODate() ?? '';
    const becomes = factOf({ ...submission, fileIds: submission.files.map((file) => file.id) }, { supplierCode: supplier.code, reportedOn });
    try {
      await acceptSubmission(this.db, { ...becomes, id, importId: uuidv4(), by: caller.id, at: this.now() });
    } catch (error) {
      if (!(error instanceof FactRefused)) throw error;
      throw problems.invalid(error.problems.map(({ column, hint }) => ({ path: `figures.${column ?? ''}`, message: hint })));
    }
    return this.one(id);
  }

  /** @throws Refusal `alreadyDecided`; Problem 404 */
  async return(id: string, reason: string, caller: Principal): Promise<SubmissionAnswer> {
    const submission = await this.known(id);
    const at = this.now();
    const mails = await returnedMail({ db: this.db, configuration: this.configuration }, submission, { reason, at });
    await returnSubmission(this.db, { id, by: caller.id, at, reason, mails });
    return this.one(id);
  }

  /** @throws Problem 404, 409 for a mail that waits for nobody or belongs to a case, 422 for an unknown or ambiguous sender */
  async take(mailId: string, body: z.infer<typeof takeAsSubmissionBody>, caller: Principal): Promise<SubmissionAnswer> {
    const id = uuidv5('submission', mailId);
    const mail = await heldMail(this.db, mailId);
    if (!mail) throw problems.notFound('This mail');
    if (mail.submissionId === id && (await getSubmission(this.db, id))?.submittedBy === caller.id) return this.one(id);
    if (mail.status !== 'held') throw problems.conflict('notHeld', `This mail is ${mail.status}; only one that is held can be taken.`);
    if (mail.caseId !== null) throw problems.conflict('belongsToCase', 'This mail belongs to a case; answer it there.', mail.caseId);
    const sender = theSender(await sendersOf(this.db, mail.fromAddress), body.supplierId);
    const at = this.now();
    const read = await readMail({ db: this.db, filesDirectory: this.configuration.filesDirectory }, mail, { supplierId: sender.supplierId, uploadedBy: sender.contactId, at });
    if ('unreadable' in read) throw problems.conflict('unreadable', `The mail cannot be read: ${read.unreadable}.`);
    const row = { id, ...sender, kind: body.kind, figures: null, text: read.text, fileIds: read.fileIds, submittedBy: caller.id, channel: 'mail', submittedAt: mail.receivedAt } as const;
    if (!(await takeMail(this.db, mailId, row, at))) throw problems.conflict('notHeld', 'Somebody else has settled this mail meanwhile.');
    return this.one(id);
  }

  private async known(id: string): Promise<SubmissionRecord> {
    const found = await getSubmission(this.db, id);
    if (!found) throw problems.notFound('This submission');
    return found;
  }

  private async wrongFiles(supplierId: string, { kind, files }: NewSubmission): Promise<FieldError[]> {
    const known = await summariesOf(this.db.prisma, files);
    const others = await this.db.prisma.file.findMany({ where: { id: { in: files }, supplierId: { not: supplierId } }, select: { id: true } });
    const foreign = new Set(others.map((file) => file.id));
    return files.flatMap((file, index) => {
      const path = `files.${index}`;
      const found = known.get(file);
      if (!found || foreign.has(file)) return [{ path, message: 'there is no such file; store it first' }];
      return kind === 'photos' && !found.mediaType.startsWith('image/') ? [{ path, message: `"${found.name}" is no picture` }] : [];
    });
  }

  private async wrongContact(supplierId: string, contactId: string | null): Promise<FieldError[]> {
    if (contactId === null) return [];
    const contact = await this.db.prisma.contact.findFirst({ where: { id: contactId, supplierId, removedAt: null }, select: { id: true } });
    return contact ? [] : [{ path: 'contactId', message: 'this supplier has no such contact' }];
  }
}

/** Whose mail it is. @throws Problem 422 */
function theSender(senders: readonly Sender[], supplierId: string | null): Sender {
  const fitting = supplierId === null ? senders : senders.filter((sender) => sender.supplierId === supplierId);
  const [sender, another] = fitting;
  if (!sender) throw problems.invalid([{ path: 'supplierId', message: 'the sender is no contact of it; add the contact first' }]);
  if (another) throw problems.invalid([{ path: 'supplierId', message: 'the sender is a contact of several suppliers; name one' }]);
  return sender;
}
