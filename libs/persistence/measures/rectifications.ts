import { Prisma } from '../generated/client.js';
import type { FactGroup } from './fact-group.js';
import { inPeriod, inScope, knownAt } from './query.js';

/** Rectifications closed as effective, by the day on which their time of watch ended. */
export const rectifications: FactGroup = {
  rows: (query) => {
    const days = Prisma.sql`${query.recurrenceDays ?? 90}::int`;
    const judgedOn = Prisma.sql`((closed_at AT TIME ZONE 'UTC')::date + ${days})`;
    return Prisma.sql`
      SELECT closed.id, closed.supplier_id, closed.on_date, NOT EXISTS (
        SELECT FROM cases AS again
        WHERE again.process = 'rectification' AND again.supplier_id = closed.supplier_id AND again.id <> closed.id
          AND ${kindOf(Prisma.sql`again.cause`)} = closed.kind AND ${knownAt(query, Prisma.sql`again.opened_at`)}
          AND again.opened_at > closed.closed_at AND (again.opened_at AT TIME ZONE 'UTC')::date <= closed.on_date
      ) AS lasting
      FROM (
        SELECT id, supplier_id, closed_at, ${kindOf(Prisma.sql`cause`)} AS kind, ${judgedOn} AS on_date FROM cases
        WHERE process = 'rectification' AND status = 'closed' AND outcome = 'effective'
          AND ${inScope(query)} AND ${inPeriod(query, judgedOn)} AND ${knownAt(query, Prisma.sql`closed_at`)}
      ) AS closed`;
  },
  sums: { rectificationsJudged: Prisma.sql`1`, rectificationsLasting: Prisma.sql`lasting::int` },
};

/** The kind of a cause is what stands before its colon; of one given by hand, the hash of its title belongs to it. */
function kindOf(cause: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${cause} LIKE 'manual:%' THEN ${cause} ELSE split_part(${cause}, ':', 1) END`;
}
