import { Context } from '@temporalio/activity';

/** Milliseconds between signs of life; the shortest time-out that waits for them is 20 seconds. */
const BEAT = 4_000;

/** Makes activities that give a sign of life while they work, so that a dead worker is told from a long query. For those that keep no cursor in it. */
export function withSignsOfLife<Activities extends object>(activities: Activities): Activities {
  const beating = Object.entries(activities).map(([name, work]) => [name, (...input: unknown[]) => beat(() => (work as (...input: unknown[]) => Promise<unknown>)(...input))]);
  return Object.fromEntries(beating) as Activities;
}

async function beat<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), BEAT);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
