import type { ActorKind } from '#domain/process/decision.js';
import type { Submission } from '#persistence/generated/client.js';
import type { NewCase } from '#workflows/shared/process-contract.js';

/** The case that a stored opening begins: by who sent it. */
export function newCase<Opening>({ id: submissionId, commandId, actorKind, actorId }: Submission, opening: Opening): NewCase<Opening> {
  return { opening, actor: { kind: actorKind as ActorKind, id: actorId }, commandId, submissionId };
}
