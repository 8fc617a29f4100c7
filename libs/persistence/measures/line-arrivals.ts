import { connectionOf, type Database, type Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { netReceipts } from './lines.js';
import { happened, inScope, knownFacts, type MeasureQuery } from './query.js';

/** What arrived for an order line. Dates are `YYYY-MM-DD`. */
export interface LineArrivals {
  /** Goods receipts by day, less what was taken back of them. */
  readonly arrivals: readonly { readonly receipt: string; readonly on: string; readonly received: number; readonly takenBack: number; readonly quantity: number }[];
  /** Shipments that the carrier reported as arrived: provisional, they count for nothing until the goods receipt. */
  readonly provisionalArrivals: readonly { readonly shipment: string; readonly on: string; readonly quantity: number }[];
}

/** An order line by its source and the id it has there. */
export interface LineKey {
  readonly source: string;
  readonly externalId: string;
}

/** The arrivals of at most a page of lines of the suppliers of the query, in the order of the keys. */
export async function arrivalsOf(db: Database | Transaction, query: MeasureQuery, lines: readonly LineKey[]): Promise<LineArrivals[]> {
  if (lines.length === 0) return [];
  const keys = Prisma.sql`unnest(${lines.map((line) => line.source)}::text[], ${lines.map((line) => line.externalId)}::text[])`;
  const ofLines = Prisma.sql`(source, line_external_id) IN (SELECT * FROM ${keys})`;
  return connectionOf(db).$queryRaw<LineArrivals[]>(Prisma.sql`
    WITH receipt AS (${netReceipts(query, ofLines)}), arrived AS (${arrivedShipments(query, ofLines)})
    SELECT
      (SELECT coalesce(jsonb_agg(jsonb_build_object('receipt', external_id, 'on', received_on, 'received', received, 'takenBack', reversed,
          'quantity', quantity) ORDER BY received_on, external_id), '[]')
        FROM receipt WHERE receipt.source = line.source AND receipt.line_external_id = line.external_id) AS arrivals,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('shipment', external_id, 'on', occurred_on, 'quantity', quantity) ORDER BY occurred_on, external_id), '[]')
        FROM arrived WHERE arrived.source = line.source AND arrived.line_external_id = line.external_id) AS "provisionalArrivals"
    FROM ${keys} WITH ORDINALITY AS line (source, external_id, place) ORDER BY place`);
}

function arrivedShipments(query: MeasureQuery, ofLines: Prisma.Sql): Prisma.Sql {
  const shipments = knownFacts(query, 'shipments', Prisma.sql`source, external_id, line_external_id, quantity`, Prisma.sql`${inScope(query)} AND ${ofLines}`);
  const events = knownFacts(
    query,
    'tracking_events',
    Prisma.sql`source, shipment_external_id, occurred_on`,
    Prisma.sql`${inScope(query)} AND kind = 'arrived' AND ${happened(query, Prisma.sql`occurred_on`)}
      AND (source, shipment_external_id) IN (SELECT source, external_id FROM (${shipments}) AS shipment)`,
  );
  return Prisma.sql`
    SELECT shipment.source, shipment.external_id, shipment.line_external_id, shipment.quantity, min(event.occurred_on) AS occurred_on
    FROM (${shipments}) AS shipment JOIN (${events}) AS event
      ON event.source = shipment.source AND event.shipment_external_id = shipment.external_id
    GROUP BY shipment.source, shipment.external_id, shipment.line_external_id, shipment.quantity`;
}
