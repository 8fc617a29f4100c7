import type { ActRequest, Outcome } from '#apps/door/door.js';
import type { World } from './world.js';

/** How long a command that is on its way is waited for, in milliseconds. */
const PATIENCE = 120_000;

/** Gives a command until it is taken or refused: the same command is one however often it is given, and a busy machine answers late. */
export async function untilTaken({ door }: Pick<World, 'door'>, request: ActRequest): Promise<Outcome> {
  for (const limit = performance.now() + PATIENCE; ; ) {
    const outcome = await door.act(request);
    if ((outcome.status !== 'pending' && outcome.status !== 'unavailable') || performance.now() > limit) return outcome;
  }
}
