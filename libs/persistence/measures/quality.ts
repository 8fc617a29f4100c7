import { Prisma } from '../generated/client.js';
import type { FactGroup } from './fact-group.js';
import { lotAccepted, netReceipts } from './lines.js';
import { inPeriod, inScope, knownFacts } from './query.js';

/** Inspected lots by the day of inspection. */
export const inspections: FactGroup = {
  rows: (query) =>
    knownFacts(
      query,
      'inspections',
      Prisma.sql`id, supplier_id, inspected_on AS on_date, inspected_quantity, rejected_quantity, concession_quantity, ${lotAccepted} AS accepted`,
      Prisma.sql`${inScope(query)} AND ${inPeriod(query, Prisma.sql`inspected_on`)}`,
    ),
  sums: {
    lotsInspected: Prisma.sql`1`,
    lotsAccepted: Prisma.sql`accepted::int`,
    quantityInspected: Prisma.sql`inspected_quantity`,
    quantityRejected: Prisma.sql`rejected_quantity`,
    quantityConceded: Prisma.sql`concession_quantity`,
  },
};

/** Receipts, less what was taken back of them, by the day of the receipt. */
export const receipts: FactGroup = {
  rows: (query) => Prisma.sql`SELECT *, received_on AS on_date FROM (${netReceipts(query, inPeriod(query, Prisma.sql`received_on`))}) AS receipt`,
  sums: { quantityReceived: Prisma.sql`quantity` },
};
