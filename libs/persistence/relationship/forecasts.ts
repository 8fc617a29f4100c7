import type { ForecastBody } from '#domain/relationship/forecasts.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { Forecast, ForecastLine } from '../generated/client.js';
import { endLinks } from '../links/capability.js';

/** A line with what was delivered of it in its month: received of the supplier's order lines in the same unit; null while the month lies ahead. */
export interface LineWithDeliveries extends ForecastLine {
  readonly delivered: number | null;
}

/** Publishes a forecast as the supplier's newest; links to the one before end. The same id again changes nothing. */
export async function publishForecast(tx: Transaction, id: string, { supplierId, contactId, dueAt, lines, by, at }: { supplierId: string; contactId: string; dueAt: Date; lines: ForecastBody['lines']; by: string; at: Date }): Promise<Forecast> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`forecast:${supplierId}`}, 0))`;
  const there = await tx.forecast.findUnique({ where: { id } });
  if (there) return there;
  const before = await newestForecast(tx, supplierId);
  if (before) await endLinks(tx, 'forecast', before.id, at);
  const forecast = await tx.forecast.create({ data: { id, supplierId, version: (before?.version ?? 0) + 1, contactId, dueAt, publishedBy: by, publishedAt: at } });
  await tx.forecastLine.createMany({ data: lines.map(({ month, ...line }, position) => ({ ...line, forecastId: id, position, supplierId, month: new Date(`${month}-01`), comment: '' })) });
  return forecast;
}

/** The forecast that holds, or null. */
export async function newestForecast(db: Database | Transaction, supplierId: string): Promise<Forecast | null> {
  return connectionOf(db).forecast.findFirst({ where: { supplierId }, orderBy: { version: 'desc' } });
}

/** Lines of a forecast as they stand on it. */
export async function linesOf(db: Database | Transaction, forecastId: string): Promise<ForecastLine[]> {
  return connectionOf(db).forecastLine.findMany({ where: { forecastId }, orderBy: { position: 'asc' } });
}

/**
 * Keeps what the supplier commits to, under its own role; until the deadline it may say so again. False when the time is over or a newer
 * forecast stands in its place.
 */
export async function commitTo(tx: Transaction, forecast: Forecast, { commitments, contactId, at }: { commitments: readonly { position: number; quantity: number; comment: string }[]; contactId: string; at: Date }): Promise<boolean> {
  const newest = await newestForecast(tx, forecast.supplierId);
  if (newest?.id !== forecast.id || newest.dueAt <= at) return false;
  for (const { position, quantity, comment } of commitments) await tx.forecastLine.updateMany({ where: { forecastId: forecast.id, position }, data: { committedQuantity: quantity, comment } });
  await tx.forecast.updateMany({ where: { id: forecast.id }, data: { committedAt: at, committedBy: contactId } });
  return true;
}

/** A supplier's forecasts, newest first. @throws BadCursor */
export async function listForecasts(db: Database, query: { supplierId: string; limit: number; cursor?: string }): Promise<Page<Forecast>> {
  const below = query.cursor === undefined ? null : decodeCursor(query.cursor, ['integer'])[0];
  const rows = await db.prisma.forecast.findMany({ where: { supplierId: query.supplierId, ...(below === null ? {} : { version: { lt: below } }) }, orderBy: { version: 'desc' }, take: query.limit + 1 });
  return pageOf(rows, query.limit, (row) => row, ({ version }) => [version]);
}

/** Lines with what the facts say was received until a day, of the supplier and those that became part of it. */
export async function linesWithDeliveries(db: Database, forecastId: string, { supplierIds, at }: { supplierIds: readonly string[]; at: Date }): Promise<LineWithDeliveries[]> {
  const lines = await linesOf(db, forecastId);
  const sums = await db.prisma.$queryRaw<{ position: number; delivered: number }[]>`
    SELECT f.position, sum(r.quantity)::float8 AS delivered
      FROM forecast_lines f
      JOIN order_lines o ON o.supplier_id = ANY(${[...supplierIds]}::uuid[]) AND o.superseded_at IS NULL AND o.unit = f.unit AND (o.item = f.item OR o.category = f.category)
      JOIN receipts r ON r.source = o.source AND r.line_external_id = o.external_id AND r.superseded_at IS NULL
       AND r.received_on >= f.month AND r.received_on < f.month + interval '1 month'
     WHERE f.forecast_id = ${forecastId}::uuid GROUP BY f.position`;
  const delivered = new Map(sums.map((row) => [row.position, row.delivered]));
  return lines.map((line) => ({ ...line, delivered: line.month > at ? null : (delivered.get(line.position) ?? 0) }));
}

/** Newest forecasts that nobody has committed to and that are due after `at`, up to `until`. */
export async function forecastsToRemind(db: Database, { at, until, limit }: { at: Date; until: Date; limit: number }): Promise<Forecast[]> {
  const rows = await db.prisma.$queryRaw<{ id: string }[]>`
    SELECT f.id FROM forecasts f
     WHERE f.committed_at IS NULL AND f.due_at > ${at}::timestamptz AND f.due_at <= ${until}::timestamptz
       AND NOT EXISTS (SELECT FROM forecasts n WHERE n.supplier_id = f.supplier_id AND n.version > f.version)
       AND NOT EXISTS (SELECT FROM outbox m WHERE m.template = 'forecast.reminder' AND m.supplier_id = f.supplier_id AND m.created_at >= f.published_at)
     ORDER BY f.due_at LIMIT ${limit}`;
  return db.prisma.forecast.findMany({ where: { id: { in: rows.map(({ id }) => id) } } });
}
