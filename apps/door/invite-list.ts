import { invitationIdentity, readInvitation, type Invitation } from '#domain/invitation/read-invitation.js';
import type { InvitationProblem } from '#domain/invitation/rules.js';
import { storeSubmission } from '#persistence/cases/submissions.js';
import type { Database, Transaction } from '#persistence/database.js';
import { checkSupplier } from '#persistence/duplicates/check.js';
import type { Submission } from '#persistence/generated/client.js';
import { settleInvitationRows, storeInvitationList, type InvitationListRecord, type InvitationRowRecord } from '#persistence/invitations/lists.js';
import type { ListedRow } from '#persistence/invitations/read-list.js';
import { onboarding } from '#workflows/onboarding/contract.js';
import { v5 as uuidv5 } from 'uuid';
import { settle, type Engine } from './act.js';
import { commandIdOf, newCaseId } from './command-id.js';
import type { InvitedList, InviteListRequest } from './door.js';
import { standsInTheWay } from './in-the-way.js';
import { invitation as stored } from './invitation.js';
import { ownerAmong, storeNewcomer } from './newcomer.js';
import { startOpened } from './open.js';

/** Cases that are started side by side. */
const SIDE_BY_SIDE = 8;

/**
 * Invites those of a list with whom nothing is wrong. Suppliers, openings and the list itself are stored in one transaction, each opening
 * under an id made of company, country and address, so that the same row invites once, whoever hands it in. A dry run does all of it
 * and takes it back. What is not handed to its workflow at once, the sweeper hands over.
 */
export async function inviteList(engine: Engine, request: InviteListRequest): Promise<InvitedList> {
  const { list, rows, submissions } = await storeAll(engine.db, request);
  return { list, rows, started: request.dryRun ? Promise.resolve() : startAll(engine, submissions, request.receivedAt) };
}

interface Stored {
  readonly list: InvitationListRecord;
  readonly rows: readonly InvitationRowRecord[];
  readonly submissions: readonly Submission[];
}

/** Carries what a dry run has found out of the transaction that it rolls back. */
class TakenBack extends Error {
  constructor(readonly stored: Stored) {
    super('A dry run is taken back.');
  }
}

async function storeAll(db: Database, request: InviteListRequest): Promise<Stored> {
  try {
    return await db.transaction(async (tx) => {
      // Of two lists at once the second sees whom the first has invited.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('steward.invitations'))`;
      const rows = new Rows(tx, request, await ownerAmong(tx, request.actor));
      for (const row of request.rows) await rows.take(row);
      const list = listOf(request, rows.told);
      await storeInvitationList(tx, { ...list, rows: rows.told });
      if (request.retryOfId !== null) await settleInvitationRows(tx, request.retryOfId, rows.told.filter(({ status }) => status !== 'refused').map(({ line }) => line));
      const found = { list, rows: rows.told, submissions: rows.submissions };
      if (request.dryRun) throw new TakenBack(found);
      return found;
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.stored;
    throw error;
  }
}

function listOf({ listId: id, fileName, fileSha256, retryOfId, actor, receivedAt: at }: InviteListRequest, rows: readonly InvitationRowRecord[]): InvitationListRecord {
  const count = (wanted: InvitationRowRecord['status']) => rows.filter(({ status }) => status === wanted).length;
  return { id, fileName, fileSha256, invitedBy: actor.id, at, retryOfId, invited: count('invited'), unchanged: count('unchanged'), refused: count('refused') };
}

/** The rows of a list, one after the other: each sees those before it as it sees suppliers that have been there for long. */
class Rows {
  readonly told: InvitationRowRecord[] = [];
  readonly submissions: Submission[] = [];
  private readonly lineOf = new Map<string, number>();

  constructor(
    private readonly tx: Transaction,
    private readonly request: InviteListRequest,
    private readonly ownerId: string | null,
  ) {}

  async take({ line, cells, problem }: ListedRow): Promise<void> {
    const refuse = (problems: readonly InvitationProblem[]) => this.told.push({ line, status: 'refused', cells, problems, supplierId: null, caseId: null });
    if (problem) return void refuse([{ ...problem, rule: 'wrongColumnCount' }]);
    const read = readInvitation(cells);
    if ('problems' in read) return void refuse(read.problems);
    const commandId = commandIdOf(...invitationIdentity(read.invitation));
    const caseId = newCaseId(commandId);
    const earlier = await this.tx.submission.findUnique({ where: { caseId_commandId: { caseId, commandId } }, select: { supplierId: true } });
    const inTheWay = standsInTheWay(read.invitation, await this.known(read.invitation), this.lineOf);
    if (earlier && !this.lineOf.has(earlier.supplierId)) {
      this.told.push({ line, status: 'unchanged', cells, problems: [], supplierId: earlier.supplierId, caseId });
      this.lineOf.set(earlier.supplierId, line);
    } else if (inTheWay) refuse([inTheWay]);
    else this.told.push({ line, status: 'invited', cells, problems: [], supplierId: await this.invite(read.invitation, { line, commandId, caseId }), caseId });
  }

  private known({ name, country, taxId, email }: Invitation) {
    return checkSupplier(this.tx, { name, country, email, ...(taxId === null ? {} : { taxId }) });
  }

  private async invite(invited: Invitation, { line, commandId, caseId }: { line: number; commandId: string; caseId: string }): Promise<string> {
    const { actor, channel, receivedAt } = this.request;
    const { segment, expectedSpend: spend, distinct: _distinct, categories, ...master } = invited;
    const supplierId = uuidv5('onboarding supplier', commandId);
    await storeNewcomer(this.tx, { id: supplierId, newcomer: { ...master, categories: [...categories], timeZone: 'UTC', kind: 'product' }, ownerId: this.ownerId, at: receivedAt });
    const { facts, content } = stored({ language: master.language, askedBy: [actor.id], segment, spend });
    this.submissions.push(
      await storeSubmission({ prisma: this.tx }, { commandId, process: onboarding.process, caseId, supplierId, command: 'open', facts, content, actor, channel, expectedSequence: null, receivedAt }),
    );
    this.lineOf.set(supplierId, line);
    return supplierId;
  }
}

/** Hands stored openings to their workflows; from the first that cannot be, the sweeper goes on. */
async function startAll(engine: Engine, submissions: readonly Submission[], at: Date): Promise<void> {
  const waiting = [...submissions];
  const lane = async () => {
    for (let submission = waiting.shift(); submission !== undefined; submission = waiting.shift()) {
      const outcome = await settle(engine, submission, await startOpened(engine, submission), { at, withdraw: false });
      if (outcome.status === 'pending') waiting.length = 0;
    }
  };
  await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, lane));
}
