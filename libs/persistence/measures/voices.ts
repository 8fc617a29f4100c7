import { Prisma } from '../generated/client.js';
import type { FactGroup } from './fact-group.js';
import { inPeriod, inScope, knownFacts } from './query.js';

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
