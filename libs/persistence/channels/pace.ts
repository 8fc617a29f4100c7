import type { Database } from '../database.js';

/** How often a channel may be used: `perMinute` in the long run, `burst` at once. */
export interface Pace {
  readonly perMinute: number;
  readonly burst: number;
}

/**
 * Takes a turn on a channel, counted in the database so that all processes share it (GCRA: one row says when the next turn would be
 * due). 0: go; else so many milliseconds to wait, and no turn was taken. The database's clock counts: those of processes differ.
 */
export async function takeTurn(db: Database, key: string, { perMinute, burst }: Pace): Promise<number> {
  const every = 60 / perMinute;
  const early = every * (burst - 1);
  const taken = await db.prisma.$queryRaw<unknown[]>`
    insert into channel_rates (key, free_at) values (${key}, clock_timestamp() + make_interval(secs => ${every}::float8))
    on conflict (key) do update
       set free_at = greatest(channel_rates.free_at, clock_timestamp()) + make_interval(secs => ${every}::float8)
     where channel_rates.free_at <= clock_timestamp() + make_interval(secs => ${early + 0.001}::float8)
    returning 1`;
  if (taken.length > 0) return 0;
  const rows = await db.prisma.$queryRaw<{ wait: number }[]>`
    select (extract(epoch from free_at - clock_timestamp()) - ${early}::float8)::float8 * 1000 as wait from channel_rates where key = ${key}`;
  return Math.max(1, Math.ceil(rows[0]?.wait ?? 1));
}
