import type { AlertRule, AlertStatus, ClosingReason } from '#domain/monitoring/rules.js';
import type { AlertSeverity } from '#domain/monitoring/terms.js';
import { Refusal } from '#domain/process/decision.js';
import { decodeCursor, type Page, pageOf } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { Alert, Prisma } from '../generated/client.js';
import { refreshWatch } from '../suppliers/watch.js';
import { announce, told, type Announcement } from '../webhooks/announce.js';
import { alertData } from './write-alerts.js';

/** An alert as people see it. Days are `YYYY-MM-DD`. */
export interface AlertRecord {
  id: string;
  rule: AlertRule;
  supplierId: string;
  supplierCode: string;
  supplierName: string;
  subject: string;
  raisedFor: string;
  severity: AlertSeverity;
  status: AlertStatus;
  evidence: Prisma.JsonObject;
  runId: string;
  raisedOn: string;
  raisedAt: Date;
  acknowledgedBy: string | null;
  acknowledgedAt: Date | null;
  note: string | null;
  snoozedUntil: string | null;
  closedOn: string | null;
  closedAt: Date | null;
  closedBecause: ClosingReason | null;
  closingEvidence: Prisma.JsonObject | null;
  toldAt: Date | null;
  caseId: string | null;
}

/** Which alerts are listed; what is absent is not asked. */
export interface AlertFilter {
  readonly status?: AlertStatus;
  readonly rule?: AlertRule;
  readonly supplierId?: string;
  readonly severity?: AlertSeverity;
}

/** Alerts, the latest raised first. @throws BadCursor */
export async function listAlerts(db: Database, { limit, cursor, ...filter }: AlertFilter & { limit: number; cursor?: string }): Promise<Page<AlertRecord>> {
  const [raisedOn, id] = cursor === undefined ? [] : decodeCursor(cursor, ['instant', 'uuid']);
  const rows = await db.prisma.alert.findMany({
    where: { ...filter, ...(raisedOn === undefined || id === undefined ? {} : { OR: [{ raisedOn: { lt: raisedOn } }, { raisedOn, id: { lt: id } }] }) },
    orderBy: [{ raisedOn: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  const page = pageOf(rows, limit, (row) => row, (row) => [row.raisedOn.toISOString(), row.id]);
  return { ...page, items: await withSuppliers(db, page.items) };
}

/** One alert, or null. */
export async function getAlert(db: Database | Transaction, id: string): Promise<AlertRecord | null> {
  const row = await connectionOf(db).alert.findUnique({ where: { id } });
  return row && ((await withSuppliers(db, [row]))[0] ?? null);
}

/** What a person does with an alert. */
export type AlertAct =
  | { readonly act: 'acknowledge'; readonly note: string | null }
  | { readonly act: 'snooze'; readonly until: string; readonly note: string | null }
  | { readonly act: 'close'; readonly reason: string };

/**
 * Acknowledges, snoozes or closes an alert; null when there is none. The same act again changes what it says.
 * A closed alert is not raised again while its cause goes on.
 * @throws Refusal `alertClosed`
 */
export async function actOnAlert(db: Database, id: string, act: AlertAct, { by, at }: { by: string; at: Date }): Promise<AlertRecord | null> {
  return db.transaction(async (tx) => {
    const found = await tx.alert.findUnique({ where: { id } });
    if (!found) return null;
    const { count } = await tx.alert.updateMany({ where: { id, status: { not: 'closed' } }, data: changeBy(act, by, at) });
    if (count === 0) throw new Refusal('alertClosed', 'This alert is closed; nothing more can be done with it.');
    if (act.act === 'close') await refreshWatch(tx, [found.supplierId], at);
    await announce(tx, announcementOf(found, act, by, at));
    return getAlert(tx, id);
  });
}

/** The same act once more changes what it says and is no news. */
function announcementOf(found: Alert, act: AlertAct, by: string, at: Date): Announcement[] {
  if (act.act === 'close') return [told('alert.closed', { key: found.id, data: { ...alertData(found), because: 'closedByPerson' }, at })];
  const status = act.act === 'snooze' ? ('snoozed' as const) : ('acknowledged' as const);
  const snoozedUntil = act.act === 'snooze' ? act.until : null;
  const before = found.snoozedUntil?.toISOString().slice(0, 10) ?? null;
  if (found.status === status && before === snoozedUntil) return [];
  return [told('alert.acknowledged', { key: `${found.id}:${at.toISOString()}`, data: { ...alertData(found), status, snoozedUntil, acknowledgedBy: by }, at })];
}

function changeBy(act: AlertAct, by: string, at: Date): Prisma.AlertUpdateManyMutationInput {
  if (act.act === 'close') {
    const closingEvidence = { by, reason: act.reason };
    return { status: 'closed', closedOn: new Date(at.toISOString().slice(0, 10)), closedAt: at, closedBecause: 'closedByPerson', closingEvidence };
  }
  const acknowledged = { acknowledgedBy: by, acknowledgedAt: at, ...(act.note === null ? {} : { note: act.note }) };
  return act.act === 'snooze'
    ? { ...acknowledged, status: 'snoozed', snoozedUntil: new Date(act.until) }
    : { ...acknowledged, status: 'acknowledged', snoozedUntil: null };
}

type Row = Prisma.AlertGetPayload<object>;

async function withSuppliers(db: Database | Transaction, rows: readonly Row[]): Promise<AlertRecord[]> {
  const suppliers = await connectionOf(db).supplier.findMany({ where: { id: { in: rows.map((row) => row.supplierId) } }, select: { id: true, code: true, name: true } });
  const byId = new Map(suppliers.map((supplier) => [supplier.id, supplier]));
  return rows.map(({ endedFor: _, ...row }) => ({
    ...row,
    rule: row.rule as AlertRule,
    severity: row.severity as AlertSeverity,
    status: row.status as AlertStatus,
    closedBecause: row.closedBecause as ClosingReason | null,
    evidence: row.evidence as Prisma.JsonObject,
    closingEvidence: row.closingEvidence as Prisma.JsonObject | null,
    supplierCode: byId.get(row.supplierId)?.code ?? '',
    supplierName: byId.get(row.supplierId)?.name ?? '',
    raisedOn: day(row.raisedOn),
    snoozedUntil: row.snoozedUntil && day(row.snoozedUntil),
    closedOn: row.closedOn && day(row.closedOn),
  }));
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
