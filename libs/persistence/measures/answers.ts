import { Prisma } from '../generated/client.js';
import type { FactGroup } from './fact-group.js';
import { happened, inPeriod, inScope, knownAt, knownFacts, type MeasureQuery } from './query.js';

const day = (instant: Prisma.Sql): Prisma.Sql => Prisma.sql`(${instant} AT TIME ZONE 'UTC')::date`;

/** What the supplier was asked, by the day on which the answer was due: steps of cases, and complaints. What is due later that day is not due yet. */
export const answers: FactGroup = {
  rows: (query) => {
    const steps = Prisma.sql`
      SELECT id, supplier_id, ${day(Prisma.sql`due_at`)} AS on_date, step, ${knownAnswer(query)} IS NOT NULL AND answered_at <= due_at AS in_time
      FROM supplier_responses
      WHERE ${inScope(query)} AND ${inPeriod(query, day(Prisma.sql`due_at`))} AND ${knownAt(query, Prisma.sql`asked_at`)} AND ${knownAt(query, Prisma.sql`due_at`)}`;
    const complaints = knownFacts(
      query,
      'complaints',
      Prisma.sql`id, supplier_id, answer_due_on AS on_date, 'complaint' AS step, coalesce(answered_on <= answer_due_on, false) AS in_time`,
      Prisma.sql`${inScope(query)} AND ${inPeriod(query, Prisma.sql`answer_due_on`)} AND ${happened(query, Prisma.sql`opened_on`)}`,
    );
    return Prisma.sql`${steps} UNION ALL ${complaints}`;
  },
  sums: { answersDue: Prisma.sql`1`, answersInTime: Prisma.sql`in_time::int` },
};

/** Answers by the day on which they were given, the one or two in the middle marked. */
export const answerTimes: FactGroup = {
  rows: (query, byMonth) => {
    const among = Prisma.sql`PARTITION BY supplier_id${byMonth ? Prisma.sql`, date_trunc('month', on_date)` : Prisma.empty}`;
    return Prisma.sql`
      SELECT *, place IN ((answers + 1) / 2, (answers + 2) / 2) AS in_the_middle FROM (
        SELECT *, row_number() OVER (${among} ORDER BY hours, id) AS place, count(*) OVER (${among}) AS answers FROM (
          SELECT id, supplier_id, ${day(Prisma.sql`answered_at`)} AS on_date, step, round(extract(epoch FROM answered_at - asked_at) / 3600, 4) AS hours
          FROM supplier_responses
          WHERE ${inScope(query)} AND ${inPeriod(query, day(Prisma.sql`answered_at`))} AND ${knownAt(query, Prisma.sql`answered_at`)}
        ) AS answer
      ) AS answer`;
  },
  sums: {
    answersGiven: Prisma.sql`1`,
    middleAnswers: Prisma.sql`in_the_middle::int`,
    middleAnswerHours: Prisma.sql`CASE WHEN in_the_middle THEN hours END`,
  },
};

function knownAnswer(query: MeasureQuery): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${knownAt(query, Prisma.sql`answered_at`)} AND ${happened(query, day(Prisma.sql`answered_at`))} THEN answered_at END`;
}
