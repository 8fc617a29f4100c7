import type { CaseView, Deadline } from '#domain/process/decision.js';
import type { SupplierAct } from '#domain/supplier/status.js';
import { v5 as uuidv5 } from 'uuid';
import type { Database, Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { announce, type Announcement } from '../webhooks/announce.js';
import { asPreferred } from '../outbox/preferences.js';
import { announceProposed } from '../proposals/announce-proposals.js';
import { actOnStatus, StatusRefused } from '../suppliers/status.js';
import { refreshWatch } from '../suppliers/watch.js';
import type { CaseCommit } from './case-commit.js';
import { readContext, type CommitContext } from './commit-context.js';
import { writeSubmission } from './commit-submission.js';
import { CHAIN_START, chainHash } from './event-chain.js';
import { keepGrant, revokeLinksOfOthers, type Grant } from '../links/capability.js';
import type { LinkKind } from '../links/links.js';
import { noteResponse, type Standing } from './responses.js';

/** What a commit writes besides the case: its deadline and the mails it causes. */
export interface Composition {
  readonly deadline: Deadline | null;
  readonly outbox: readonly Prisma.OutboxMessageCreateManyInput[];
  /** The links that its mails to contacts hold. */
  readonly links: readonly Grant[];
  /** Overrides whom the case waits for, where the supplier has nobody to write to. */
  readonly waitingFor: CaseView['waitingFor'];
}

/** The committed answer, kept under the command's id so that a repetition gets the same. */
export interface CommittedResult {
  readonly sequence: number;
  readonly deadline: Deadline | null;
  readonly outboxIds: readonly string[];
  readonly standing: CaseView & { readonly caseId: string; readonly sequence: number; readonly dueAt: string | null };
}

/** The supplier has an open case of the same cause. */
export class TwinCase extends Error {
  constructor(readonly runningId: string | null) {
    super('The supplier has an open case of this cause.');
    this.name = 'TwinCase';
  }
}

/** The database knows better than the transition could: whom or what the command names is not there. `code` is part of the API. */
export class CommitRefused extends Error {
  constructor(
    readonly code: 'unknownPerson' | 'notATwin' | 'supplierStatus',
    message: string,
  ) {
    super(message);
    this.name = 'CommitRefused';
  }
}

/** The row is not where the workflow left it: two writers, which must not be. */
export class SequenceConflict extends Error {
  constructor(caseId: string, expected: number, found: number) {
    super(`case ${caseId} is at sequence ${found}, the workflow expected ${expected}`);
    this.name = 'SequenceConflict';
  }
}

/**
 * Writes a decision in one transaction: case row, events, outbox, proposals, conversation, the fate of the submission,
 * and the answer under unique (case, command). `also` writes what is the process's own, in the same transaction. The same command again answers what was committed first.
 * @throws TwinCase, SequenceConflict, CommitRefused
 */
export async function commitCase(
  db: Database,
  input: CaseCommit,
  compose: (context: CommitContext) => Composition,
  also?: (tx: Transaction) => Promise<void>,
): Promise<CommittedResult> {
  try {
    return await db.transaction(async (tx) => {
      // Below the activity's time-out: an attempt that Temporal has given up must not go on beside its successor.
      await tx.$executeRaw`set local statement_timeout = '8s'`;
      const head = await lockCase(tx, input.caseId);
      const earlier = await tx.commandResult.findUnique({
        where: { caseId_commandId: { caseId: input.caseId, commandId: input.command.commandId } },
      });
      if (earlier) return earlier.result as unknown as CommittedResult;
      const found = head?.sequence ?? 0;
      if (found !== input.previousSequence) throw new SequenceConflict(input.caseId, input.previousSequence, found);
      await checkNamed(tx, input);
      const context = await readContext(tx, input, input.owner ?? head?.ownerId ?? null);
      return write(tx, input, { context, composition: compose(context), head, also });
    });
  } catch (error) {
    if (isTwin(error)) throw new TwinCase(await runningTwin(db, input));
    throw error;
  }
}

/** What a commit needs to know of the row before it. */
interface Head extends Standing {
  readonly sequence: number;
  readonly headHash: string;
  readonly ownerId: string | null;
}

/** One commit of a case at a time, also while its row does not exist yet: a repetition waits and finds the first one's answer. */
async function lockCase(tx: Transaction, caseId: string): Promise<Head | null> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${caseId}, 0))`;
  const rows = await tx.$queryRaw<Head[]>`
    select sequence, stage, head_hash as "headHash", owner_id as "ownerId" from cases where id = ${caseId}::uuid for update`;
  return rows[0] ?? null;
}

async function write(
  tx: Transaction,
  input: CaseCommit,
  { context, composition, head, also }: { context: CommitContext; composition: Composition; head: Head | null; also: ((tx: Transaction) => Promise<void>) | undefined },
): Promise<CommittedResult> {
  const sequence = input.previousSequence + 1;
  const { deadline } = composition;
  const headHash = await writeEvents(tx, input, sequence, head?.headHash ?? CHAIN_START);
  await writeRow(tx, input, context, composition, { sequence, headHash });
  await noteResponse(tx, input, { before: head, waitingFor: composition.waitingFor, dueAt: deadline?.dueAt ?? null, sequence });
  // What is confidential leaves by mail to its readers alone: programs and rooms of chat have readers nobody has named.
  if (input.readers === null) await announce(tx, announcementsOf(input, sequence));
  const messages = input.readers === null ? await asPreferred(tx, composition.outbox) : [...composition.outbox];
  if (messages.length > 0) await tx.outboxMessage.createMany({ data: messages });
  for (const grant of composition.links) await keepGrant(tx, grant);
  await closeLinksOfReplaced(tx, input, context);
  await writeProposals(tx, input);
  if (input.supplierAct !== null) await actOnSupplier(tx, input, input.supplierAct);
  await also?.(tx);
  if (input.severity === 'critical') await refreshWatch(tx, [input.supplierId], input.at);
  if (context.submission) await writeSubmission(tx, input, context, context.submission);
  const view = { ...input.view, waitingFor: composition.waitingFor };
  const result: CommittedResult = {
    sequence,
    deadline,
    outboxIds: messages.filter(isMailForNow).map(({ id }) => id),
    standing: { ...view, caseId: input.caseId, sequence, dueAt: deadline?.dueAt ?? null },
  };
  await tx.commandResult.create({
    data: { caseId: input.caseId, commandId: input.command.commandId, sequence, result: result as unknown as Prisma.InputJsonObject },
  });
  return result;
}

/** A step that was passed to a contact is no longer another's to answer: the mails that others have open nothing any more. */
async function closeLinksOfReplaced(tx: Transaction, { process, caseId, command, state, at }: CaseCommit, { contacts }: CommitContext): Promise<void> {
  const { assignee } = state as { assignee?: string | null };
  const contact = command.name === 'reassign' ? contacts.find(({ id }) => id === assignee) : undefined;
  if (contact) await revokeLinksOfOthers(tx, process as LinkKind, caseId, { contactId: contact.id, at });
}

/** The workflow sends mails; the mail role sees to chats and to the mail of the day. */
function isMailForNow({ channel, heldReason }: Prisma.OutboxMessageCreateManyInput): boolean {
  return channel === 'email' && !heldReason;
}

/** The events of a decision as webhooks tell of them. */
function announcementsOf(input: CaseCommit, sequence: number): Announcement[] {
  const { caseId, supplierId, process, view, command, at } = input;
  return input.events.map((event, ordinal) => ({
    key: `${caseId}:${sequence}:${ordinal}`,
    event: `${process}.${event.type}`,
    caseId,
    supplierId,
    data: { caseId, supplierId, sequence, ordinal, stage: view.stage, status: view.status, outcome: view.outcome, actorKind: command.actor.kind, details: event.data },
    at,
  }));
}

async function writeEvents(tx: Transaction, input: CaseCommit, sequence: number, previous: string): Promise<string> {
  const { command } = input;
  let head = previous;
  const rows = input.events.map((event, ordinal): Prisma.EventCreateManyInput => {
    const chained = {
      caseId: input.caseId,
      sequence,
      ordinal,
      supplierId: input.supplierId,
      type: event.type,
      at: input.at.toISOString(),
      actorKind: command.actor.kind,
      actorId: command.actor.id,
      commandId: command.commandId,
      submissionId: command.submissionId,
      data: event.data,
    };
    const hash = chainHash(head, chained);
    const row = { ...chained, data: event.data, previousHash: head, hash };
    head = hash;
    return row;
  });
  await tx.event.createMany({ data: rows });
  return head;
}

async function writeRow(
  tx: Transaction,
  input: CaseCommit,
  context: CommitContext,
  composition: Composition,
  next: { sequence: number; headHash: string },
): Promise<void> {
  const { view } = input;
  const changing = {
    stage: view.stage,
    status: view.status,
    outcome: view.outcome,
    waitingFor: composition.waitingFor,
    dueAt: composition.deadline?.dueAt ?? null,
    overdue: view.overdue,
    sequence: next.sequence,
    schemaVersion: input.schemaVersion,
    state: { ...input.state, deadline: composition.deadline, sequence: next.sequence } as unknown as Prisma.InputJsonObject,
    headHash: next.headHash,
    updatedAt: input.at,
    closedAt: view.status === 'open' ? null : input.at,
    readers: readersOf(input, context),
    mergedIntoId: input.mergeInto,
    ...(input.owner === null ? {} : { ownerId: input.owner }),
  };
  if (input.previousSequence > 0) {
    await tx.case.update({ where: { id: input.caseId }, data: changing });
    return;
  }
  await tx.case.create({
    data: {
      ...changing,
      id: input.caseId,
      process: input.process,
      supplierId: input.supplierId,
      cause: input.cause,
      title: context.opening.title,
      severity: input.severity,
      ownerId: context.ownerId,
      policyVersion: input.policyVersion,
      confidential: input.readers !== null,
      recurrenceOfId: await earlierCase(tx, input),
      workflowId: input.workflowId,
      openedAt: input.at,
    },
  });
}

/** Who owns a confidential case sees it. */
function readersOf({ readers }: CaseCommit, { ownerId }: CommitContext): string[] {
  return readers === null ? [] : [...new Set([...readers, ...(ownerId === null ? [] : [ownerId])])];
}

/** The last case of the same cause whose measures were found effective: this one is its recurrence. */
async function earlierCase(tx: Transaction, { process, supplierId, cause, caseId }: CaseCommit): Promise<string | null> {
  const earlier = await tx.case.findFirst({
    where: { process, supplierId, cause, outcome: 'effective', id: { not: caseId } },
    orderBy: { closedAt: 'desc' },
    select: { id: true },
  });
  return earlier?.id ?? null;
}

/** People and cases that a command names are looked up where they stand, in the same transaction. @throws CommitRefused */
async function checkNamed(tx: Transaction, { command, state, owner, mergeInto, caseId, supplierId, process }: CaseCommit): Promise<void> {
  if (owner !== null && !(await tx.person.findFirst({ where: { id: owner, active: true }, select: { id: true } }))) {
    throw new CommitRefused('unknownPerson', 'There is no active person with this id.');
  }
  const { assignee = null } = state as { assignee?: string | null };
  if (command.name === 'reassign' && assignee !== null) await checkAssignee(tx, assignee, supplierId);
  if (mergeInto === null) return;
  const own = await tx.case.findUniqueOrThrow({ where: { id: caseId }, select: { openedAt: true } });
  const twin = await tx.case.findFirst({ where: { id: mergeInto, supplierId, process, status: 'open', openedAt: { lte: own.openedAt } }, select: { id: true } });
  if (!twin) throw new CommitRefused('notATwin', 'A case ends into an open case of the same supplier that is not younger.');
}

async function checkAssignee(tx: Transaction, id: string, supplierId: string): Promise<void> {
  const person = await tx.person.findFirst({ where: { id, active: true }, select: { id: true } });
  const contact = person ?? (await tx.contact.findFirst({ where: { id, supplierId, removedAt: null }, select: { id: true } }));
  if (!contact) throw new CommitRefused('unknownPerson', 'There is no active person and no contact of the supplier with this id.');
}

async function writeProposals(tx: Transaction, input: CaseCommit): Promise<void> {
  if (input.proposals.length === 0) return;
  const { actor } = input.command;
  const made = await tx.proposal.createManyAndReturn({
    data: input.proposals.map((proposal) => ({
      id: uuidv5(proposal.kind, input.command.commandId),
      kind: proposal.kind,
      supplierId: input.supplierId,
      causeCaseId: input.caseId,
      reason: proposal.reason,
      forRole: proposal.forRole,
      // Whoever's decision has led to it cannot approve what follows from it.
      proposedBy: actor.kind === 'system' ? null : actor.id,
      status: 'open',
      proposedAt: input.at,
    })),
  });
  await announceProposed(tx, made, input.at);
}

/** @throws CommitRefused where the act is not possible from where the supplier stands */
async function actOnSupplier(tx: Transaction, { supplierId, at }: CaseCommit, act: SupplierAct): Promise<void> {
  try {
    await actOnStatus(tx, { supplierId, act, at });
  } catch (error) {
    if (error instanceof StatusRefused) throw new CommitRefused('supplierStatus', error.message);
    throw error;
  }
}

/** The partial unique index on open cases; any other unique violation is a bug and stays one. */
function isTwin(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') return false;
  const meta = error.meta as { driverAdapterError?: { cause?: { constraint?: { index?: string } } } } | undefined;
  return meta?.driverAdapterError?.cause?.constraint?.index === 'cases_one_open';
}

async function runningTwin(db: Database, input: CaseCommit): Promise<string | null> {
  const { process, supplierId, cause } = input;
  const row = await db.prisma.case.findFirst({ where: { process, supplierId, cause, status: 'open' }, select: { id: true } });
  return row?.id ?? null;
}
