import type { BackupSupply, CategorySupply, Money, Supply } from '#domain/phase-out/supply.js';
import { supplying } from '#domain/phase-out/supply.js';
import type { SupplierStatus } from '#domain/supplier/status.js';
import type { Database, Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { impactsOf } from '../monitoring/impact.js';
import { spendSql } from '../segmentation/spend.js';

const MONTHS = 12;

/** What is asked: a supplier, and the suppliers that may take over in a category. */
export interface SupplyQuestion {
  readonly supplierId: string;
  readonly backups: readonly { readonly category: string; readonly supplierId: string }[];
  readonly at: Date;
}

/** What the facts say of a supplier's orders, and how its backups stand. */
export async function readSupply(db: Database, question: SupplyQuestion): Promise<Supply> {
  return db.transaction((tx) => readSupplyIn(tx, question));
}

/** As {@link readSupply}, in a transaction that is there. */
export async function readSupplyIn(tx: Transaction, { supplierId, backups, at }: SupplyQuestion): Promise<Supply> {
  const asOf = at.toISOString().slice(0, 10);
  const impact = (await impactsOf({ tx, asOf, cutOffAt: at }, [supplierId])).get(supplierId);
  const shares = await sharesOf(tx, { supplierIds: [supplierId, ...backups.map((backup) => backup.supplierId)], asOf });
  const sources = await sourcesOf(tx, supplierId, asOf);
  return {
    openLines: impact?.openLines ?? 0,
    openOrders: impact?.openOrders ?? 0,
    openValue: impact?.openValue ?? [],
    spend: await spendOf(tx, supplierId, asOf),
    categories: sources.map((each): CategorySupply => {
      const found = shares.get(keyOf(supplierId, each.category));
      return { ...each, set: found?.set ?? null, share: found?.set ?? found?.spent ?? Math.round(10_000 / (1 + each.otherSources)) / 100 };
    }),
    backups: await backupsStanding(tx, backups, shares),
    noticeDays: await noticeDaysOf(tx, supplierId, asOf),
  };
}

interface Share {
  readonly set: number | null;
  readonly spent: number | null;
}

const keyOf = (supplierId: string, category: string) => `${supplierId}/${category}`;

/** The share that is set, and that of the spend in the currency of most lines. */
async function sharesOf(tx: Transaction, { supplierIds, asOf }: { supplierIds: readonly string[]; asOf: string }): Promise<Map<string, Share>> {
  const rows = await tx.$queryRaw<{ supplierId: string; category: string; set: number | null; spent: number | null }[]>(Prisma.sql`
    WITH asked AS (SELECT DISTINCT id FROM unnest(${supplierIds}::uuid[]) AS id),
    spend AS (SELECT supplier_id, category, currency, lines, spend FROM (${spendSql({ asOf, months: MONTHS })}) AS every WHERE category IS NOT NULL
      AND category IN (SELECT DISTINCT btrim(category) FROM order_lines WHERE supplier_id IN (SELECT id FROM asked) AND category IS NOT NULL)),
    main AS (SELECT DISTINCT ON (category) category, currency FROM spend GROUP BY category, currency ORDER BY category, sum(lines) DESC, currency),
    spent AS (
      SELECT supplier_id, category, round(100 * spend / nullif(sum(spend) OVER (PARTITION BY category), 0), 2)::float8 AS percent
        FROM spend JOIN main USING (category, currency)),
    given AS (SELECT supplier_id, category, percent::float8 AS percent FROM order_shares WHERE superseded_at IS NULL AND supplier_id IN (SELECT id FROM asked))
    SELECT coalesce(given.supplier_id, spent.supplier_id) AS "supplierId", coalesce(given.category, spent.category) AS category, given.percent AS set, spent.percent AS spent
      FROM given FULL JOIN (SELECT * FROM spent WHERE supplier_id IN (SELECT id FROM asked)) AS spent ON spent.supplier_id = given.supplier_id AND spent.category = given.category`);
  return new Map(rows.map(({ supplierId, category, set, spent }) => [keyOf(supplierId, category), { set, spent }]));
}

/** The categories of the supplier – named, set or bought in the last months – and how many others are a source of each. */
function sourcesOf(tx: Transaction, supplierId: string, asOf: string): Promise<{ category: string; otherSources: number }[]> {
  return tx.$queryRaw<{ category: string; otherSources: number }[]>(Prisma.sql`
    WITH source AS (
      SELECT id AS supplier_id, unnest(categories) AS category FROM suppliers
      UNION SELECT supplier_id, category FROM order_shares WHERE superseded_at IS NULL AND percent > 0
      UNION SELECT supplier_id, btrim(category) FROM order_lines
             WHERE superseded_at IS NULL AND btrim(category) <> '' AND promised_date > (${asOf}::date - make_interval(months => ${MONTHS}::int))::date)
    SELECT own.category,
           (SELECT count(DISTINCT other.supplier_id)::int FROM source AS other JOIN suppliers s ON s.id = other.supplier_id
             WHERE other.category = own.category AND s.id <> own.supplier_id AND s.status = ANY(${[...supplying]}) AND s.merged_into_id IS NULL) AS "otherSources"
      FROM source AS own WHERE own.supplier_id = ${supplierId}::uuid ORDER BY own.category`);
}

async function spendOf(tx: Transaction, supplierId: string, asOf: string): Promise<Money[]> {
  return tx.$queryRaw<Money[]>(Prisma.sql`
    SELECT currency, round(sum(spend), 2)::text AS value FROM (${spendSql({ asOf, months: MONTHS })}) AS spend
     WHERE supplier_id = ${supplierId}::uuid GROUP BY currency HAVING sum(spend) <> 0 ORDER BY currency`);
}

async function backupsStanding(tx: Transaction, backups: SupplyQuestion['backups'], shares: ReadonlyMap<string, Share>): Promise<BackupSupply[]> {
  const ids = backups.map(({ supplierId }) => supplierId);
  const rows = await tx.supplier.findMany({ where: { id: { in: ids }, mergedIntoId: null }, select: { id: true, status: true } });
  const invited = new Set(await invitedAmong(tx, ids));
  // Whose invitation is stored is coming in, though its first commit has not been made yet.
  const statusOf = new Map(rows.map(({ id, status }) => [id, invited.has(id) ? 'onboarding' : (status as SupplierStatus)]));
  return backups.map(({ category, supplierId }) => {
    const { set = null, spent = null } = shares.get(keyOf(supplierId, category)) ?? {};
    return { category, supplierId, status: statusOf.get(supplierId) ?? null, set, share: set ?? spent ?? 0 };
  });
}

async function invitedAmong(tx: Transaction, ids: readonly string[]): Promise<string[]> {
  const waiting = await tx.submission.findMany({ where: { supplierId: { in: [...ids] }, process: 'onboarding', command: 'open', status: 'pending' }, select: { supplierId: true } });
  return waiting.map(({ supplierId }) => supplierId);
}

/** The longest notice among the contracts in force; null where none says. */
async function noticeDaysOf(tx: Transaction, supplierId: string, asOf: string): Promise<number | null> {
  const day = new Date(asOf);
  const { _max } = await tx.contract.aggregate({
    where: { supplierId, supersededAt: null, validFrom: { lte: day }, OR: [{ validTo: null }, { validTo: { gte: day } }] },
    _max: { noticeDays: true },
  });
  return _max.noticeDays;
}
