import type { Questionnaire } from '#domain/questionnaire/questionnaire.js';
import { standingIn } from '../access/deputies.js';
import type { Transaction } from '../database.js';
import { suppressionsOf } from '../delivery/suppressions.js';
import { standingLinks, type LinkStanding } from '../links/capability.js';
import type { LinkKind } from '../links/links.js';
import type { Contact, Person, Submission, Supplier } from '../generated/client.js';
import { readQuestionnaire } from '../questionnaires/questionnaires.js';
import type { CaseCommit } from './case-commit.js';

/** What the composer of a commit may look at, read in the same transaction. */
export interface CommitContext {
  readonly supplier: Supplier;
  /** Contacts that were not removed and whose address takes mail, in their order. */
  readonly contacts: readonly Contact[];
  /** Active people of ours. */
  readonly people: readonly Person[];
  /** Of people who are away, those who approve in their place. */
  readonly deputies: ReadonlyMap<string, readonly string[]>;
  readonly ownerId: string | null;
  /** Title and description, from the submission that opened the case. */
  readonly opening: { readonly title: string; readonly description: string };
  /** Texts of this command; null for timers. */
  readonly submission: Submission | null;
  /** Message-ID of the first mail of this case to each recipient: the root of the thread. */
  readonly threads: ReadonlyMap<string, string>;
  /** Recipients to whom this case has given a date that it has not taken back: the newest of their calendar files is no cancellation. */
  readonly dated: ReadonlySet<string>;
  /** The newest link to the page of the case, by contact. */
  readonly links: ReadonlyMap<string, LinkStanding>;
  /** What the supplier is asked when the case opens; null where nothing is, and later. */
  readonly questionnaire: Questionnaire | null;
}

/** Reads what composing needs, in the commit's own transaction. */
export async function readContext(tx: Transaction, input: CaseCommit, ownerId: string | null): Promise<CommitContext> {
  const supplier = await tx.supplier.findUniqueOrThrow({
    where: { id: input.supplierId },
    include: { contacts: { where: { removedAt: null }, orderBy: { position: 'asc' } } },
  });
  const dead = await suppressionsOf(tx, supplier.contacts.map(({ email }) => email));
  const people = await tx.person.findMany({ where: { active: true }, orderBy: { createdAt: 'asc' } });
  const { submissionId } = input.command;
  const submission = submissionId ? await tx.submission.findUniqueOrThrow({ where: { id: submissionId } }) : null;
  const opening =
    input.command.name === 'open'
      ? submission
      : await tx.submission.findFirst({ where: { caseId: input.caseId, command: 'open' }, orderBy: { receivedAt: 'asc' } });
  const mails = await tx.outboxMessage.findMany({
    where: { caseId: input.caseId },
    orderBy: { createdAt: 'desc' },
    select: { recipientId: true, messageId: true, calendar: true },
  });
  const { questionnaire: asked } = (input.state as { terms?: { questionnaire?: string } }).terms ?? {};
  return {
    supplier,
    contacts: supplier.contacts.filter(({ email }) => !dead.has(email.toLowerCase())),
    people,
    deputies: input.process === 'onboarding' ? await standingIn(tx, people.map(({ id }) => id), input.at) : new Map(),
    ownerId: ownerId ?? supplier.ownerId,
    opening: { title: textOf(opening, 'title') ?? input.cause, description: textOf(opening, 'description') ?? '' },
    submission,
    threads: new Map(mails.map((mail) => [mail.recipientId, mail.messageId])),
    dated: new Set([...newestFiles(mails)].flatMap(([recipientId, file]) => (/^METHOD:CANCEL\s*$/m.test(file) ? [] : [recipientId]))),
    links: await standingLinks(tx, input.process as LinkKind, input.caseId),
    questionnaire: input.command.name === 'open' && asked !== undefined ? await readQuestionnaire(tx, asked) : null,
  };
}

/** The newest calendar file of each recipient, of mails that begin with the newest. */
function newestFiles(mails: readonly { recipientId: string; calendar: string | null }[]): Map<string, string> {
  return new Map(mails.toReversed().flatMap(({ recipientId, calendar }) => (calendar === null ? [] : [[recipientId, calendar] as const])));
}

/** A text field of a submission; null when it is missing or empty. */
export function textOf(submission: Pick<Submission, 'content'> | null, field: string): string | null {
  const value = contentOf(submission)[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** What people wrote in a submission, in the order of the arc; null when they wrote nothing. */
export function writtenIn(submission: Submission | null): string | null {
  const parts = ['containment', 'rootCause', 'text', 'nonDetection', 'reason', 'comment'].flatMap((field) => textOf(submission, field) ?? []);
  return parts.length > 0 ? parts.join('\n\n') : null;
}

/** The files that a submission names. */
export function filesOf(submission: Submission): string[] {
  const files = contentOf(submission)['files'];
  return Array.isArray(files) ? files.filter((each): each is string => typeof each === 'string') : [];
}

function contentOf(submission: Pick<Submission, 'content'> | null): Record<string, unknown> {
  const content = submission?.content;
  return content && typeof content === 'object' && !Array.isArray(content) ? content : {};
}
