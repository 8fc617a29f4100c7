import { commandIdOf } from '#apps/door/command-id.js';
import type { Door, Outcome } from '#apps/door/door.js';
import { languageOf } from '#messaging/catalogs/speak.js';
import { describeRestatedCause } from '#messaging/restated.js';
import type { Configuration } from '#apps/configuration.js';
import { consequenceRows } from '#apps/scorecards/consequence-mails.js';
import { isPartial } from '#domain/evaluation/appeals.js';
import { Refusal } from '#domain/process/decision.js';
import { sameHand } from '#persistence/access/keys.js';
import { handsInScore } from '#persistence/appeals/appeals.js';
import { putIntoForce } from '#persistence/consequences/consequences.js';
import type { Database, Transaction } from '#persistence/database.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import type { ProposalRecord } from '#persistence/proposals/proposals.js';
import { getScores } from '#persistence/scoring/scores.js';
import type { Principal } from '../auth/principal.js';
import { problems } from '../http/problem.js';
import { refusalOf } from '../processes/outcomes.js';

/** Who accepts a proposal, with which words, and when. */
export interface Acceptance {
  readonly caller: Principal;
  readonly comment: string | null;
  readonly at: Date;
}

/** What accepting needs. */
export interface AcceptingParts {
  readonly db: Database;
  readonly door: Door;
  readonly configuration: Pick<Configuration, 'mail'>;
}

/**
 * Does what a proposal proposes, in the name of who accepts it. The command's id comes from the proposal, so that it is done
 * once however often it is tried; what is only rows is written in `tx`, the transaction that accepts it.
 * @throws Problem 409 when the rules no longer allow it, 503 without the workflow server
 * @throws Refusal `separationOfDuties` when whoever accepts has had a hand in the grade behind it
 */
export async function carryOut(parts: AcceptingParts, proposal: ProposalRecord, acceptance: Acceptance, tx: Transaction): Promise<void> {
  switch (proposal.kind) {
    case 'cancelRectification':
      await refusePartial(parts.db, proposal, acceptance.caller);
      return judge(await cancelCase(parts, proposal, acceptance));
    case 'openRectification':
      await refusePartial(parts.db, proposal, acceptance.caller);
      return judge(await openCase(parts, proposal, acceptance));
    case 'consequence':
      await refusePartial(parts.db, proposal, acceptance.caller);
      return decideConsequence(parts, proposal, acceptance, tx);
    default:
      throw problems.conflict('notPossibleYet', `A proposal of this kind (${proposal.kind}) cannot be accepted yet: Steward has no process for it. Dismiss it, or leave it open.`);
  }
}

/** Who reviewed, released or overrode the grade, decided an appeal against it, or caused the proposal: another person has to accept it. */
async function refusePartial(db: Database, { proposedBy, causeEvaluationId, supplierId }: ProposalRecord, caller: Principal): Promise<void> {
  const hands = [caller.id, ...(await sameHand(db, caller.id))];
  const partial = [...(proposedBy === null ? [] : [proposedBy]), ...(causeEvaluationId === null ? [] : await handsInScore(db, causeEvaluationId, supplierId))];
  if (isPartial(partial, hands)) throw new Refusal('separationOfDuties', 'You had a hand in the grade that this follows from: somebody else has to accept it.');
}

async function decideConsequence({ configuration }: AcceptingParts, proposal: ProposalRecord, { caller, comment, at }: Acceptance, tx: Transaction): Promise<void> {
  const decided = await putIntoForce(tx, { proposal, by: caller.id, comment, at });
  await insertOutbox(tx, await consequenceRows(tx, configuration, decided));
}

async function cancelCase({ db, door }: { db: Database; door: Door }, proposal: ProposalRecord, acceptance: Acceptance): Promise<Outcome> {
  const { causeCaseId: caseId, causeEvaluationId: evaluationId, supplierId } = proposal;
  const [score] = evaluationId === null ? [] : await getScores(db, evaluationId, [supplierId]);
  if (caseId === null || !score) return { status: 'notFound', what: 'case' };
  if (score.grade === 'C') throw problems.conflict('gradeCAgain', 'The score was restated once more and is grade C again; the case has its reason.');
  const { language } = await db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId }, select: { language: true } });
  const cause = { ...score, score: score.score === null ? null : score.score.toFixed(1) };
  return door.act({
    process: 'rectification',
    caseId,
    command: 'cancel',
    body: { reason: describeRestatedCause(cause, acceptance.comment, languageOf(language)) },
    ...commandOf(proposal, acceptance),
  });
}

async function openCase({ door }: { door: Door }, proposal: ProposalRecord, acceptance: Acceptance): Promise<Outcome> {
  const { causeEvaluationId: evaluationId, supplierId } = proposal;
  if (evaluationId === null) return { status: 'notFound', what: 'evaluation' };
  return door.openForGrade({ evaluationId, supplierId, ...commandOf(proposal, acceptance) });
}

function commandOf(proposal: ProposalRecord, { caller, at }: Acceptance) {
  return {
    commandId: commandIdOf('proposal', proposal.id),
    actor: caller.actor,
    channel: caller.sessionHash === null ? ('api' as const) : ('web' as const),
    receivedAt: at,
  };
}

/** What is stored and on its way counts as done: the sweeper sees to it. */
function judge(outcome: Outcome): void {
  switch (outcome.status) {
    case 'applied':
    case 'pending':
      return;
    case 'refused':
      throw refusalOf(outcome);
    case 'invalid':
      throw problems.invalid(outcome.problems);
    case 'notFound':
      throw problems.notFound(`This ${outcome.what}`);
    case 'unavailable':
      throw problems.unavailable('The workflow server cannot be reached; nothing was done. Repeat the request with the same Idempotency-Key.');
  }
}
