import { pendingSubmissions } from '#persistence/cases/submissions.js';
import { contractOf } from '#workflows/contracts.js';
import { send, settle, type Engine } from './act.js';
import { reachable } from './engine.js';
import { startOpened } from './open.js';
import { startEvaluation } from './start-evaluation.js';

/** Younger ones are still in the hands of the request that stored them, in milliseconds. */
const GRACE = 15_000;
/** How many a sweep looks at: the next sweep is seconds away. */
const AT_ONCE = 50;

/** Applies what was stored and not taken, oldest first, and starts cycles that have no workflow. Answers how many moved. */
export async function sweep(engine: Engine, now: Date): Promise<number> {
  if (!(await reachable(engine.client))) return 0;
  const before = new Date(now.getTime() - GRACE);
  let moved = 0;
  for (const submission of await pendingSubmissions(engine.db, before, AT_ONCE)) {
    const contract = contractOf(submission.process);
    if (!contract) continue;
    const answer = submission.command === 'open' ? await startOpened(engine, submission) : await send(engine, contract, submission);
    const outcome = await settle(engine, submission, answer, now);
    if (outcome.status === 'unavailable') return moved;
    if (outcome.status !== 'pending') moved += 1;
  }
  const waiting = await engine.db.prisma.evaluation.findMany({
    where: { status: 'running', scored: 0, createdAt: { lt: before } },
    select: { id: true },
    take: AT_ONCE,
  });
  for (const { id } of waiting) if (await startEvaluation(engine.client, id)) moved += 1;
  return moved;
}
