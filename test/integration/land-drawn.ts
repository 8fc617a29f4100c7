import { randomUUID } from 'node:crypto';
import type { Database } from '#persistence/database.js';
import { type Drawn, early, type SupplierFacts } from './drawn-facts.js';

const day = (date: string): Date => new Date(`${date}T00:00:00Z`);
const dayOrNull = (date: string | null): Date | null => (date === null ? null : day(date));

/** Writes drawn facts into their tables as they are, past all cleaning. Each supplier's facts come from a source of its own, but for lines, whose items compare. */
export async function landDrawn(db: Database, suppliers: readonly { readonly id: string; readonly facts: SupplierFacts }[]): Promise<void> {
  await db.prisma.supplier.createMany({
    data: suppliers.map(({ id }) => ({ id, code: id, name: id, timeZone: 'UTC', language: 'en', kind: 'product', status: 'active', segment: 'routine', version: 1, createdAt: early, updatedAt: early })),
  });
  for (const { id, facts } of suppliers) await landSupplier(db, id, facts);
}

async function landSupplier({ prisma }: Database, supplierId: string, facts: SupplierFacts): Promise<void> {
  // One source for all, as items compare within a source; so ids carry the supplier.
  const own = (externalId: string): string => `${supplierId} ${externalId}`;
  const stored = ({ externalId, version, arrivedAt, supersededAt }: Drawn) => ({
    id: randomUUID(),
    supplierId,
    source: 'erp',
    externalId: own(externalId),
    version,
    arrivedAt,
    supersededAt,
    contentHash: '-',
  });
  await prisma.orderLine.createMany({
    data: facts.lines.map((line) => ({
      ...stored(line),
      item: line.item,
      unit: line.unit,
      currency: line.currency,
      unitPrice: line.price,
      transportCost: line.transportCost,
      orderedQuantity: line.ordered,
      orderDate: dayOrNull(line.orderDate),
      originalPromisedDate: day(line.promised),
      promisedDate: day(line.promised),
      cancelledBy: line.cancelled?.by ?? null,
      cancelledOn: line.cancelled && day(line.cancelled.on),
      cancelledQuantity: line.cancelled?.quantity ?? null,
    })),
  });
  await prisma.receipt.createMany({
    data: facts.receipts.map((each) => ({ ...stored(each), lineExternalId: own(each.line), quantity: each.quantity, receivedOn: day(each.receivedOn) })),
  });
  await prisma.receiptReversal.createMany({
    data: facts.reversals.map((each) => ({ ...stored(each), receiptExternalId: own(each.of), quantity: each.quantity, reversedOn: day(each.reversedOn) })),
  });
  await prisma.inspection.createMany({
    data: facts.inspections.map(({ line, inspectedOn, inspectedQuantity, rejectedQuantity, concessionQuantity, disposition, ...each }) => ({
      ...stored(each),
      lineExternalId: line && own(line),
      inspectedOn: day(inspectedOn),
      inspectedQuantity,
      rejectedQuantity,
      concessionQuantity,
      disposition,
    })),
  });
  await prisma.invoice.createMany({
    data: facts.invoices.map((each) => ({ ...stored(each), invoicedOn: day(each.invoicedOn), dueOn: dayOrNull(each.dueOn), amount: each.amount, accurate: each.accurate })),
  });
  await prisma.payment.createMany({
    data: facts.payments.map((each) => ({ ...stored(each), invoiceExternalId: own(each.of), paidOn: day(each.paidOn), amount: each.amount })),
  });
  await prisma.complaint.createMany({
    data: facts.complaints.map((each) => ({ ...stored(each), kind: 'complaint', openedOn: day(each.openedOn), answerDueOn: dayOrNull(each.answerDueOn), answeredOn: dayOrNull(each.answeredOn) })),
  });
  await prisma.stoppage.createMany({ data: facts.stoppages.map((each) => ({ ...stored(each), occurredOn: day(each.occurredOn), hours: each.hours })) });
  await prisma.surveyAnswer.createMany({ data: facts.surveys.map((each) => ({ ...stored(each), survey: each.survey, answeredOn: day(each.answeredOn), score: each.score })) });
  await prisma.supplierRating.createMany({ data: facts.ratings.map((each) => ({ ...each, supplierId, ratedOn: day(each.ratedOn), raw: each.used ?? 0, detail: [] })) });
  await prisma.supplierResponse.createMany({ data: facts.responses.map((each) => ({ ...each, supplierId, step: 'opened' })) });
  await prisma.case.createMany({
    data: facts.cases.map((each) => ({
      id: randomUUID(),
      process: 'rectification',
      supplierId,
      cause: each.cause,
      title: each.cause,
      stage: each.closedAt ? 'closed' : 'opened',
      status: each.closedAt ? 'closed' : 'open',
      outcome: each.closedAt ? (each.effective ? 'effective' : 'failed') : null,
      overdue: false,
      policyVersion: 1,
      confidential: false,
      sequence: 1,
      schemaVersion: 1,
      state: {},
      headHash: '-',
      workflowId: randomUUID(),
      openedAt: each.openedAt,
      updatedAt: each.openedAt,
      closedAt: each.closedAt,
    })),
  });
}
