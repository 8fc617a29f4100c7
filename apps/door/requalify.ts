import { SYSTEM } from '#domain/process/decision.js';
import { storeSubmissions } from '#persistence/cases/submissions.js';
import type { Database } from '#persistence/database.js';
import { runningOut } from '#persistence/onboardings/running-out.js';
import { currentPolicy } from '#persistence/policies/policies.js';
import { onboarding } from '#workflows/onboarding/contract.js';
import { commandIdOf, newCaseId } from './command-id.js';
import { requalification } from './invitation.js';

/** Begun by one day at most; the next days go on. */
const A_DAY = 1_000;

/**
 * Stores the openings of the onboardings of suppliers whose qualification, or a mandatory certificate, soon runs out; the sweeper
 * starts them. One begins for each such day: what came of it is not asked again.
 */
export async function beginRequalifications(db: Database, at: Date): Promise<void> {
  const { policy } = await currentPolicy(db);
  const ending = await runningOut(db, { today: at.toISOString().slice(0, 10), days: policy.onboarding.requalifyBefore, limit: A_DAY });
  await storeSubmissions(
    db,
    ending.map(({ supplierId, language, segment, until }) => {
      const commandId = commandIdOf('requalification', supplierId, until);
      return { commandId, process: onboarding.process, caseId: newCaseId(commandId), supplierId, command: 'open', ...requalification({ language, segment }), actor: SYSTEM, channel: 'requalification', expectedSequence: null, receivedAt: at };
    }),
  );
}
