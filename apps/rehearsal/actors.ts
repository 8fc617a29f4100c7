import { CaseActors } from './case-actors.js';
import { FirstSeen, type Cast } from './cast.js';
import { CycleActors } from './cycle-actors.js';
import { LifecycleActors } from './lifecycle-actors.js';
import { decideProposals } from './proposal-actors.js';
import { answerSurveys } from './rating-actors.js';
import type { World } from './world.js';

/** Suppliers, raters and our own people, who act on what waits for them as the seed decides. */
export class Actors {
  private readonly cast: Cast;
  private readonly cases: CaseActors;
  private readonly cycles: CycleActors;
  private readonly lifecycle: LifecycleActors;

  constructor(world: World, seed: number) {
    this.cast = { world, seed, seen: new FirstSeen() };
    this.cases = new CaseActors(world, seed);
    this.cycles = new CycleActors(this.cast);
    this.lifecycle = new LifecycleActors(this.cast);
  }

  /** Everybody who has something to do by now does it. Nobody works on Saturdays and Sundays, but what comes in is seen. */
  async act(now: Date): Promise<void> {
    const weekday = now.getUTCDay();
    const working = weekday !== 0 && weekday !== 6;
    await answerSurveys(this.cast, now, working);
    await this.cycles.act(now, working);
    await decideProposals(this.cast, now, working);
    await this.cases.act(now, working);
    await this.lifecycle.act(now, working);
  }
}
