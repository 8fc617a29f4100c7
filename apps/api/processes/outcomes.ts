import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { Outcome } from '#apps/door/door.js';
import { getCase } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import type { ProcessContract } from '#workflows/shared/process-contract.js';
import type { Principal } from '../auth/principal.js';
import { entityTag } from '../http/if-match.js';
import { Problem, problems } from '../http/problem.js';
import { otherHands } from './hands.js';
import { shownCase, type CaseAnswer, type pendingSchema } from './case-schemas.js';

type Pending = z.infer<typeof pendingSchema>;

/** What an outcome of the door is in HTTP: `whenApplied` is 201 for a new case, 200 for a command. @throws Problem */
export async function answerOutcome(
  outcome: Outcome,
  context: { db: Database; contract: ProcessContract; caller: Principal; reply: FastifyReply; whenApplied: 200 | 201 },
): Promise<CaseAnswer | Pending> {
  const { db, contract, caller, reply, whenApplied } = context;
  switch (outcome.status) {
    case 'applied': {
      const found = await getCase(db, outcome.standing.caseId, contract.process);
      if (!found) throw problems.notFound('This case');
      reply.code(whenApplied).header('etag', entityTag(found.sequence));
      if (whenApplied === 201) reply.header('location', addressOf(contract, found.id));
      return shownCase(contract, found, { caller, others: await otherHands(db, [found], caller) });
    }
    case 'pending':
      return answerPending(contract, outcome.caseId, reply);
    default:
      throw problemOfOutcome(outcome);
  }
}

/** An outcome that is none as a problem. */
export function problemOfOutcome(outcome: Exclude<Outcome, { status: 'applied' | 'pending' }>): Problem {
  switch (outcome.status) {
    case 'invalid':
      return problems.invalid(outcome.problems);
    case 'refused':
      return refusalOf(outcome);
    case 'notFound':
      return problems.notFound(`This ${outcome.what}`);
    case 'unavailable':
      return problems.unavailable('The workflow server cannot be reached; nothing was done. Repeat the request with the same Idempotency-Key.');
  }
}

/** Says that a command is stored, and where its effect will show. */
export function answerPending(contract: ProcessContract, caseId: string, reply: FastifyReply): Pending {
  reply.code(202).header('location', addressOf(contract, caseId));
  return { id: caseId, status: 'pending', detail: 'The command is stored and on its way; look at the case in a moment.' };
}

/** A refusal of the rules as a problem. */
export function refusalOf({ code, message, runningId }: Pick<Extract<Outcome, { status: 'refused' }>, 'code' | 'message' | 'runningId'>): Problem {
  if (code === 'stale') return problems.stale();
  if (code === 'separationOfDuties' || code === 'notForSuppliers' || code === 'notApprover') return new Problem({ status: 403, code, detail: message });
  return problems.conflict(code, message, runningId);
}

function addressOf(contract: ProcessContract, caseId: string): string {
  return `/api/v1/${contract.route}/${caseId}`;
}
