import { Prisma } from '../generated/client.js';
import type { FactGroup } from './fact-group.js';
import { inPeriod, inScope, knownAt, knownFacts } from './query.js';

/** Stoppages of our line by their day. */
export const stoppages: FactGroup = {
  rows: (query) =>
    knownFacts(
      query,
      'stoppages',
      Prisma.sql`id, supplier_id, occurred_on AS on_date, hours`,
      Prisma.sql`${inScope(query)} AND ${inPeriod(query, Prisma.sql`occurred_on`)}`,
    ),
  sums: { stoppages: Prisma.sql`1`, stoppageHours: Prisma.sql`hours` },
};

/** Answers to the two surveys that indicators know, by their day. */
export const surveys: FactGroup = {
  rows: (query) =>
    knownFacts(
      query,
      'survey_answers',
      Prisma.sql`id, supplier_id, answered_on AS on_date, survey, score`,
      Prisma.sql`${inScope(query)} AND ${inPeriod(query, Prisma.sql`answered_on`)} AND survey IN ('afterSales', 'nps')`,
    ),
  sums: {
    satisfactionAnswers: Prisma.sql`(survey = 'afterSales')::int`,
    satisfactionPoints: Prisma.sql`CASE WHEN survey = 'afterSales' THEN score END`,
    npsAnswers: Prisma.sql`(survey = 'nps')::int`,
    npsPromoters: Prisma.sql`(survey = 'nps' AND score >= 9)::int`,
    npsDetractors: Prisma.sql`(survey = 'nps' AND score <= 6)::int`,
  },
};

/** What raters say, by the last day of the period they were asked about; unsettled ratings and those of cycles given up do not count. */
export const ratings: FactGroup = {
  rows: (query) => Prisma.sql`
    SELECT r.evaluation_id AS id, r.supplier_id, r.rated_on AS on_date, r.raters, r.raw, r.calibrated, r.used
    FROM supplier_ratings AS r
    WHERE ${inScope(query, Prisma.sql`r.supplier_id`)} AND ${inPeriod(query, Prisma.sql`r.rated_on`)} AND ${knownAt(query, Prisma.sql`r.recorded_at`)}
      AND r.used IS NOT NULL
      AND NOT EXISTS (SELECT FROM evaluations e WHERE e.id = r.evaluation_id AND e.status IN ('failed', 'cancelled'))`,
  sums: { ratingsGiven: Prisma.sql`raters`, ratingPoints: Prisma.sql`used * raters` },
};

/** Complaints and after-sales cases by the day on which they were raised. */
export const complaints: FactGroup = {
  rows: (query) =>
    knownFacts(
      query,
      'complaints',
      Prisma.sql`id, supplier_id, opened_on AS on_date`,
      Prisma.sql`${inScope(query)} AND ${inPeriod(query, Prisma.sql`opened_on`)}`,
    ),
  sums: { complaints: Prisma.sql`1` },
};
