import type { Deadline, Moment } from './decision.js';

/** What a deadline has due at an instant, and the deadline that is left after it. */
export interface DueMoment {
  readonly moment: Moment;
  readonly rest: Deadline;
}

const A_DAY = 24 * 60 * 60 * 1000;

/**
 * The one moment that is due at `now` (ISO), or null. Where several are due at once the clock stood still – the machine was off,
 * the server down: what is past is then not made up for in a burst. Only the highest rung is told, and the end of the ladder
 * moves as far after it as it stood after that rung before, a day at least, so that nobody fails for our own silence.
 */
export function dueMoment(deadline: Deadline, now: string): DueMoment | null {
  const at = Date.parse(now);
  const past = deadline.moments.filter((moment) => Date.parse(moment.at) <= at);
  const coming = deadline.moments.slice(past.length);
  const [first] = past;
  if (!first) return null;
  if (past.length === 1) return { moment: first, rest: { ...deadline, moments: coming } };
  const told = past.findLast((moment) => moment.kind === 'climb') ?? past.findLast((moment) => moment.kind === 'remind') ?? first;
  const end = past.find((moment) => moment.kind === 'exhaust');
  if (!end || told.kind === 'exhaust') return { moment: told, rest: { ...deadline, moments: coming } };
  const grace = Math.max(A_DAY, Date.parse(end.at) - Date.parse(told.at));
  const moved: Moment = { ...end, at: new Date(at + grace).toISOString() };
  return { moment: told, rest: { ...deadline, moments: [...coming, moved] } };
}
