import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';
import { currentPolicy } from '../policies/policies.js';
import { inBulkTransaction, lockSegments, run } from '../suppliers/bulk.js';
import { lapseWithin, refreshSegments } from './effective.js';
import { figuresSql } from './figures.js';
import { currenciesOf, type OtherCurrency, writeParetoClasses } from './pareto.js';
import { placeAll } from './placements.js';
import { spendSql } from './spend.js';

/** What a run has done. */
export interface SegmentationRun {
  asOf: string;
  /** False: a dry run, of which nothing was kept. */
  stored: boolean;
  policyVersion: number;
  /** Suppliers × categories with answers – or with figures, where the policy lets figures suffice; how many are placed in the matrix; how many of those changed. */
  pairs: number;
  placed: number;
  changed: number;
  /** Suppliers whose own segment, and whose Pareto class, is another one now. */
  segmentsChanged: number;
  classesChanged: number;
  overridesLapsed: number;
  /** The currency in which spend was compared; null without spend. */
  currency: string | null;
  otherCurrencies: OtherCurrency[];
}

/** Seconds that one of a run's statements may take: it reads all order lines and receipts of the window. */
const STATEMENT_SECONDS = 600;

/**
 * Computes figures, segments and Pareto classes of all suppliers as of a day, set-based and in one transaction; runs and
 * people's changes go one after the other. What it finds is what suppliers have from now on, also when the day is past – unless
 * it is a dry run: that counts the same and leaves everything as it was.
 * @param asOf YYYY-MM-DD; kept with every placement that the run writes
 * @throws Refusal `noPolicy`
 */
export async function runSegmentation(
  db: Database,
  { asOf, dryRun = false, requestedBy, at }: { asOf: string; dryRun?: boolean; requestedBy: string; at: Date },
): Promise<SegmentationRun> {
  const { policy, version: policyVersion } = await currentPolicy(db);
  const terms = policy.segmentation;
  return inBulkTransaction(db, STATEMENT_SECONDS, async (client) => {
    await lockSegments(client);
    await client.query('SAVEPOINT untouched');
    const window = { asOf, months: terms.trailingMonths };
    await client.query('CREATE TEMPORARY TABLE spend (supplier_id uuid, category text, currency text, lines int, spend numeric) ON COMMIT DROP');
    await run(client, Prisma.sql`INSERT INTO spend ${spendSql(window)}`);
    await client.query('ANALYZE spend');
    const spend = Prisma.sql`spend`;
    const pairs = Prisma.sql`(SELECT supplier_id, category FROM spend WHERE category IS NOT NULL UNION SELECT supplier_id, category FROM segmentations WHERE superseded_at IS NULL)`;
    await client.query(`CREATE TEMPORARY TABLE figures (supplier_id uuid, category text, active_suppliers int, share_of_category float8,
      category_share_of_total float8, mean_lead_time float8) ON COMMIT DROP`);
    await run(client, Prisma.sql`INSERT INTO figures ${figuresSql(pairs, spend, window, terms.pareto.currency)}`);
    await client.query('ANALYZE figures');
    const placements = await placeAll(client, { terms, policyVersion, asOf, decidedBy: requestedBy, at });
    const overridesLapsed = await lapseWithin(client, { asOf, at });
    const segmentsChanged = await refreshSegments(client, { ids: null, asOf, at });
    const { changed: classesChanged } = await writeParetoClasses(client, spend, terms, at);
    const { currency, others } = await currenciesOf(client, spend, terms);
    if (dryRun) await client.query('ROLLBACK TO SAVEPOINT untouched');
    return { asOf, stored: !dryRun, policyVersion, ...placements, segmentsChanged, classesChanged, overridesLapsed, currency, otherCurrencies: others };
  });
}
