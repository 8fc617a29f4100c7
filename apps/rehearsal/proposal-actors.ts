import { carryOut, NotCarriedOut, type Acceptance } from '#apps/proposals/carry-out.js';
import { Refusal } from '#domain/process/decision.js';
import { proposalDecisionBy } from '#domain/rehearsal/office.js';
import { handsInScore } from '#persistence/appeals/appeals.js';
import { acceptProposal, dismissProposal, getProposal } from '#persistence/proposals/proposals.js';
import { openProposals } from '#persistence/rehearsal/look.js';
import { rectification } from '#workflows/rectification/contract.js';
import type { Cast } from './cast.js';
import { colleagues, whoMay } from './people.js';

/** How long an engine that does not answer is asked again, in milliseconds. */
const PATIENCE = 120_000;

/** Managers accept and dismiss what is proposed to them; what Steward has no process for yet, and what they leave, stays open. */
export async function decideProposals({ world, seed, seen }: Cast, now: Date, working: boolean): Promise<void> {
  const { db, door, clocks } = world;
  const people = await colleagues(world);
  for (const proposal of await openProposals(db)) {
    const { id, causeCaseId } = proposal;
    const decision = proposalDecisionBy(seed, proposal, seen.of(id, now));
    if (!working || decision === null || decision.at > now) continue;
    const found = await getProposal(db, id);
    const partial = found?.causeEvaluationId ? await handsInScore(db, found.causeEvaluationId, found.supplierId) : [];
    const who = whoMay(people, 'proposals:decide', [...partial, found?.proposedBy ?? '']);
    if (!who) continue;
    if (!decision.accept) {
      await dismissProposal(db, { id, by: who.id, reason: 'What has been agreed with the supplier is enough for now.', at: now });
      continue;
    }
    if (causeCaseId !== null) await clocks.forward(rectification.workflowId(causeCaseId), now);
    const acceptance: Acceptance = { by: who.id, actor: { kind: 'staff', id: who.id }, channel: 'web', comment: null, at: now };
    await untilTaken(() => acceptProposal(db, { id, by: who.id, comment: null, at: now, carryOut: (each, tx) => carryOut({ db, door, configuration: world.settings }, each, acceptance, tx) }));
  }
}

/** What the rules refuse stays open; a busy machine that does not answer is asked again. */
async function untilTaken(accept: () => Promise<unknown>): Promise<void> {
  for (const limit = performance.now() + PATIENCE; ; ) {
    try {
      await accept();
      return;
    } catch (error) {
      if (error instanceof Refusal || (error instanceof NotCarriedOut && error.outcome.status === 'refused')) return;
      if (!(error instanceof NotCarriedOut) || error.outcome.status !== 'unavailable' || performance.now() > limit) throw error;
    }
  }
}
