import { rulesToldToSupplier, type AlertRule } from '#domain/monitoring/rules.js';
import type { AlertSeverity } from '#domain/monitoring/terms.js';
import type { Database, Transaction } from '../database.js';
import { Prisma, type Contact, type Person } from '../generated/client.js';
import { isNews } from './news.js';

/** An alert of which something is news. */
export interface NewsOfAlert {
  readonly alertId: string;
  readonly rule: AlertRule;
  readonly supplierId: string;
  readonly subject: string;
  readonly severity: AlertSeverity;
  readonly evidence: Prisma.JsonObject;
  /** True when it was raised; false when it stood before and has come a step nearer. */
  readonly raised: boolean;
  readonly caseId: string | null;
}

/** A supplier as its news needs it. */
export interface NewsSupplier {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  readonly ownerId: string | null;
  /** The first; null when nobody is known. */
  readonly contact: Contact | null;
}

/** Everything that one telling looks at. */
export interface News {
  readonly alerts: readonly NewsOfAlert[];
  readonly suppliers: ReadonlyMap<string, NewsSupplier>;
  /** Those of ours who are active, the longest here first. */
  readonly people: readonly Person[];
}

/** Milliseconds: a run over very many suppliers that have all become worse is told in one go. */
const LIMIT = 300_000;

/** One transaction, in which all news are told or none. */
export function inTelling<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.prisma.$transaction(work, { maxWait: 10_000, timeout: LIMIT });
}

/** Whether a run may tell: history that is replayed tells nobody, also not what others have left untold. */
export async function mayTell(tx: Transaction, { asOf, at }: { asOf: string; at: Date }): Promise<boolean> {
  const later = await tx.monitoringRun.count({ where: { asOf: { gt: new Date(asOf) } } });
  return isNews({ asOf, latest: later === 0, now: at });
}

/** What nobody was told of yet and still stands. The rows are locked: whoever tells at the same time waits, and finds them told. */
export async function untoldNews(tx: Transaction): Promise<News> {
  const rows = await tx.$queryRaw<(Omit<NewsOfAlert, 'raised'> & { what: string })[]>(Prisma.sql`
    SELECT alert_id AS "alertId", what, rule, supplier_id AS "supplierId", subject, severity, evidence, case_id AS "caseId"
      FROM alert_news JOIN alerts ON alerts.id = alert_id
     WHERE alert_news.told_at IS NULL AND status <> 'closed'
       AND EXISTS (SELECT FROM suppliers WHERE suppliers.id = supplier_id AND merged_into_id IS NULL)
     ORDER BY supplier_id, rule, subject FOR UPDATE OF alert_news`);
  const alerts = new Map<string, NewsOfAlert>();
  for (const { what, ...alert } of rows) alerts.set(alert.alertId, { ...alert, raised: what === 'raised' || (alerts.get(alert.alertId)?.raised ?? false) });
  const supplierIds = [...new Set(rows.map(({ supplierId }) => supplierId))];
  return { alerts: [...alerts.values()], suppliers: await suppliersByIds(tx, supplierIds), people: await tx.person.findMany({ where: { active: true }, orderBy: { createdAt: 'asc' } }) };
}

async function suppliersByIds(tx: Transaction, ids: readonly string[]): Promise<Map<string, NewsSupplier>> {
  const rows = await tx.supplier.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, name: true, language: true, ownerId: true, contacts: { where: { removedAt: null }, orderBy: { position: 'asc' }, take: 1 } },
  });
  return new Map(rows.map(({ contacts, ...supplier }) => [supplier.id, { ...supplier, contact: contacts[0] ?? null }]));
}

/** Notes that they were told, by this run. @returns how many mails the run has told them by, this time and before */
export async function markTold(tx: Transaction, { runId, alertIds, mails, at }: { runId: string; alertIds: readonly string[]; mails: number; at: Date }): Promise<number> {
  const ids = [...alertIds];
  await tx.$executeRaw`UPDATE alert_news SET told_at = ${at.toISOString()}::timestamptz, run_id = ${runId}::uuid WHERE told_at IS NULL AND alert_id = ANY(${ids}::uuid[])`;
  await tx.$executeRaw`UPDATE alerts SET told_at = ${at.toISOString()}::timestamptz WHERE id = ANY(${ids}::uuid[])`;
  const { told } = await tx.monitoringRun.update({ where: { id: runId }, data: { told: { increment: mails } }, select: { told: true } });
  return told;
}

/** Whether its supplier is told of an alert: where the rule says so and somebody is there to be told. */
export function toldToSupplier(rule: AlertRule, supplier: NewsSupplier): 'told' | 'noContact' | 'not' {
  if (!rulesToldToSupplier.has(rule)) return 'not';
  return supplier.contact ? 'told' : 'noContact';
}
