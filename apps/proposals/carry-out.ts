import { commandIdOf } from '#apps/door/command-id.js';
import type { Channel, Door, Outcome } from '#apps/door/door.js';
import { consequenceRows } from '#apps/scorecards/consequence-mails.js';
import type { LetterSettings } from '#apps/scorecards/scorecard-mails.js';
import { isPartial } from '#domain/evaluation/appeals.js';
import { Refusal, type Actor } from '#domain/process/decision.js';
import { languageOf, speak } from '#messaging/catalogs/speak.js';
import { describeRestatedCause } from '#messaging/restated.js';
import { sameHand } from '#persistence/access/keys.js';
import { handsInScore } from '#persistence/appeals/appeals.js';
import { putIntoForce } from '#persistence/consequences/consequences.js';
import type { Database, Transaction } from '#persistence/database.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import type { ProposalRecord } from '#persistence/proposals/proposals.js';
import { getScores } from '#persistence/scoring/scores.js';

/** Who accepts a proposal, with which words, and when. */
export interface Acceptance {
  /** Id of the person or key. */
  readonly by: string;
  readonly actor: Actor;
  readonly channel: Channel;
  readonly comment: string | null;
  readonly at: Date;
}

/** What accepting needs. */
export interface AcceptingParts {
  readonly db: Database;
  readonly door: Door;
  readonly configuration: Pick<LetterSettings, 'mail'>;
}

/** Why Steward proposes a phase-out; see `phaseOutDue` and the end of a rectification. */
const phaseOutCauses = ['rectificationFailed', 'notRequalified', 'gradeCAgain', 'fatalGate'] as const;

/** What came of a proposal's command at the door, where that is not what was proposed. */
export class NotCarriedOut extends Error {
  constructor(readonly outcome: Exclude<Outcome, { status: 'applied' | 'pending' }>) {
    super(`The proposal came to ${JSON.stringify(outcome)}.`);
    this.name = 'NotCarriedOut';
  }
}

/**
 * Does what a proposal proposes, in the name of who accepts it. The command's id comes from the proposal, so that it is done
 * once however often it is tried; what is only rows is written in `tx`, the transaction that accepts it.
 * @throws NotCarriedOut when the rules no longer allow it, or without the workflow server
 * @throws Refusal `separationOfDuties` when whoever accepts has had a hand in the grade or the decision behind it; `gradeCAgain`, `gradeChanged`;
 *   `notPossibleYet` for what Steward has no process for
 */
export async function carryOut(parts: AcceptingParts, proposal: ProposalRecord, acceptance: Acceptance, tx: Transaction): Promise<void> {
  switch (proposal.kind) {
    case 'cancelRectification':
      await refusePartial(parts.db, proposal, acceptance.by);
      return judge(await cancelCase(parts, proposal, acceptance));
    case 'openRectification':
      await refusePartial(parts.db, proposal, acceptance.by);
      return judge(await openCase(parts, proposal, acceptance));
    case 'consequence':
      await refusePartial(parts.db, proposal, acceptance.by);
      return decideConsequence(parts, proposal, acceptance, tx);
    case 'phaseOut':
      await refuseHands(parts.db, proposal.proposedBy === null ? [] : [proposal.proposedBy], acceptance.by);
      return judge(await openPhaseOut(parts, proposal, acceptance));
    default:
      throw new Refusal('notPossibleYet', `A proposal of this kind (${proposal.kind}) cannot be accepted yet: Steward has no process for it. Dismiss it, or leave it open.`);
  }
}

/** Who reviewed, released or overrode the grade, decided an appeal against it, or caused the proposal: another person has to accept it. */
async function refusePartial(db: Database, { proposedBy, causeEvaluationId, supplierId }: ProposalRecord, by: string): Promise<void> {
  await refuseHands(db, [...(proposedBy === null ? [] : [proposedBy]), ...(causeEvaluationId === null ? [] : await handsInScore(db, causeEvaluationId, supplierId))], by);
}

async function refuseHands(db: Database, partial: readonly string[], by: string): Promise<void> {
  if (partial.length === 0) return;
  const hands = [by, ...(await sameHand(db, by))];
  if (isPartial(partial, hands)) throw new Refusal('separationOfDuties', 'You had a hand in what this follows from: somebody else has to accept it.');
}

async function decideConsequence({ configuration }: AcceptingParts, proposal: ProposalRecord, { by, comment, at }: Acceptance, tx: Transaction): Promise<void> {
  const decided = await putIntoForce(tx, { proposal, by, comment, at });
  await insertOutbox(tx, await consequenceRows(tx, configuration, decided));
}

async function cancelCase({ db, door }: { db: Database; door: Door }, proposal: ProposalRecord, acceptance: Acceptance): Promise<Outcome> {
  const { causeCaseId: caseId, causeEvaluationId: evaluationId, supplierId } = proposal;
  const [score] = evaluationId === null ? [] : await getScores(db, evaluationId, [supplierId]);
  if (caseId === null || !score) return { status: 'notFound', what: 'case' };
  if (score.grade === 'C') throw new Refusal('gradeCAgain', 'The score was restated once more and is grade C again; the case has its reason.');
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

/** Accepting asks for the phase-out: who accepts, and who caused the proposal, does not approve it. */
async function openPhaseOut({ db, door }: { db: Database; door: Door }, { id, supplierId, reason, proposedBy, causeCaseId }: ProposalRecord, acceptance: Acceptance): Promise<Outcome> {
  const { owner } = await db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId }, select: { owner: { select: { language: true } } } });
  const say = speak(languageOf(owner?.language));
  const cause = phaseOutCauses.find((each) => each === reason) ?? 'other';
  return door.open({
    process: 'phaseOut',
    body: { supplierId, reason: [say(`leaving.cause.${cause}`), causeCaseId === null ? '' : causeCaseId.slice(0, 8), acceptance.comment ?? ''].filter(Boolean).join('\n') },
    askedBy: proposedBy === null ? [] : [proposedBy],
    ...commandOf({ id }, acceptance),
  });
}

function commandOf(proposal: Pick<ProposalRecord, 'id'>, { actor, channel, at }: Acceptance) {
  return { commandId: commandIdOf('proposal', proposal.id), actor, channel, receivedAt: at };
}

/** What is stored and on its way counts as done: the sweeper sees to it. */
function judge(outcome: Outcome): void {
  if (outcome.status !== 'applied' && outcome.status !== 'pending') throw new NotCarriedOut(outcome);
}
