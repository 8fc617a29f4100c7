import { factualDay, type Stretch } from '#domain/rehearsal/past.js';
import { happeningKinds, type Happening } from '#domain/rehearsal/story.js';
import { happenings, type Played } from '#persistence/rehearsal/happenings.js';
import type { World } from './world.js';

const A_DAY = /^\d{4}-\d{2}-\d{2}$/;
const TWO_DAYS = 2 * 24 * 60 * 60 * 1000;

/** Tells everything that happened once, with the day of the facts. */
export class Teller {
  private readonly known = new Set<string>();
  private last: Date | null = null;

  constructor(
    private readonly world: World,
    private readonly stretch: Stretch,
  ) {}

  /** What is new by now. */
  async news(now: Date): Promise<Happening[]> {
    // What fires between two days has the time at which it was due; a day more is looked over for what came late.
    const since = new Date((this.last ?? now).getTime() - TWO_DAYS);
    this.last = now;
    const fresh = (await happenings(this.world.db, since)).filter(({ key }) => !this.known.has(key));
    for (const { key } of fresh) this.known.add(key);
    return inOrder(fresh.map((each) => ({ ...each, told: dated(each.happening, factualDay(each.at, this.stretch), this.stretch) })));
  }
}

/** By day, kind and supplier, never by time: what happens side by side has no order of its own. Mails of a day and a kind are one. */
function inOrder(news: readonly (Played & { told: Happening })[]): Happening[] {
  const place = ({ told, order }: (typeof news)[number]) => [
    told.on,
    String(happeningKinds.indexOf(told.kind)).padStart(2, '0'),
    'supplier' in told ? told.supplier : '',
    order,
    'event' in told ? '' : JSON.stringify(told),
  ];
  const placed = news.map((each) => ({ told: each.told, place: place(each).join('\u0000') }));
  const sorted = placed.toSorted((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0)).map(({ told }) => told);
  return sorted.reduce<Happening[]>((told, each) => {
    const last = told.at(-1);
    const joined = last && joinedMails(last, each);
    return joined ? [...told.slice(0, -1), joined] : [...told, each];
  }, []);
}

function joinedMails(one: Happening, other: Happening): Happening | null {
  if (one.kind !== 'mailed' || other.kind !== 'mailed' || one.on !== other.on || one.template !== other.template) return null;
  return { ...one, mails: one.mails + other.mails, toSuppliers: one.toSuppliers + other.toSuppliers };
}

function dated(happening: object, on: string, stretch: Stretch): Happening {
  const days = Object.entries(happening).map(([name, value]: [string, unknown]) => {
    if (name === 'data' && typeof value === 'object') return [name, datedData(value as Record<string, unknown>, stretch)];
    if ((name === 'periodStart' || name === 'periodEnd') && typeof value === 'string') return [name, factualDay(value, stretch)];
    if (name === 'raisedFor' && typeof value === 'string') return [name, factualDay(value.length === 7 ? `${value}-01` : value, stretch).slice(0, value.length)];
    return [name, value];
  });
  return { on, ...Object.fromEntries(days) } as Happening;
}

/** Days, such as the end of a notice, are told as days of the facts; ids, which differ from one rehearsal to the next, are not told. */
function datedData(data: Record<string, unknown>, stretch: Stretch): Record<string, unknown> {
  const told = Object.entries(data).filter(([name]) => !name.endsWith('Id'));
  return Object.fromEntries(told.map(([name, value]) => [name, typeof value === 'string' && A_DAY.test(value) ? factualDay(value, stretch) : value]));
}
