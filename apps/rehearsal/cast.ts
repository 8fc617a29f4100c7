import type { World } from './world.js';

/** What people act with: the product, the seed that decides for them, and the day on which they first saw something. */
export interface Cast {
  readonly world: World;
  readonly seed: number;
  readonly seen: FirstSeen;
}

/** The day on which something was first seen: unlike what clocks say that run with the real one, it is the same in each rehearsal. */
export class FirstSeen {
  private readonly days = new Map<string, Date>();

  /** Answers the day on which it was first seen, which is this one if it was not. */
  of(what: string, now: Date): Date {
    const known = this.days.get(what);
    if (known) return known;
    this.days.set(what, now);
    return now;
  }
}

/** Numbers things from 1 in the order in which they are seen, each group by itself: unlike ids, the numbers are the same in each rehearsal. */
export class Numbers {
  private readonly given = new Map<string, number>();
  private readonly last = new Map<string, number>();

  /** The number of a thing in its group; the next one of the group where it is seen for the first time. */
  of(id: string, group: string): number {
    const known = this.given.get(id);
    if (known !== undefined) return known;
    const number = (this.last.get(group) ?? 0) + 1;
    this.last.set(group, number);
    this.given.set(id, number);
    return number;
  }
}
