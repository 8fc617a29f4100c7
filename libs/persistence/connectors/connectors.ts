import type { ConnectorChange, NewConnector } from '#domain/connector/connector.js';
import { connectorShape, type ConnectorShape } from '#domain/connector/shape.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database } from '../database.js';
import { Prisma, type Connector } from '../generated/client.js';

/** A source that is pulled on a schedule. `cursor`: what it is asked to begin from next time. */
export interface ConnectorRecord {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly mapping: string;
  readonly shape: ConnectorShape;
  readonly secretName: string | null;
  readonly everyMinutes: number;
  readonly paused: boolean;
  readonly cursor: string | null;
  readonly lastRunAt: Date | null;
  readonly lastImportId: string | null;
  readonly lastError: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The name belongs to another connector. */
export class ConnectorNameTaken extends Error {
  constructor(readonly runningId: string | null) {
    super('Another connector has this name.');
    this.name = 'ConnectorNameTaken';
  }
}

/** Stores a connector; the same id again changes nothing and answers what is there. @throws ConnectorNameTaken */
export async function createConnector(db: Database, connector: NewConnector & { id: string; createdBy: string; at: Date }): Promise<ConnectorRecord> {
  const { at, ...given } = connector;
  const before = await getConnector(db, connector.id);
  if (before) return before;
  return refusingTakenName(db, connector.name, async () =>
    connectorRecord(await db.prisma.connector.create({ data: { ...given, createdAt: at, updatedAt: at } })),
  );
}

/** Changes what is given; another source, shape or mapping begins at the beginning. Null when there is none. @throws ConnectorNameTaken */
export async function changeConnector(db: Database, id: string, change: ConnectorChange & { paused?: boolean }, at: Date): Promise<ConnectorRecord | null> {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const asksAnew = 'url' in given || 'shape' in given || 'mapping' in given;
  const data = { ...given, ...(asksAnew ? { cursor: null } : {}), updatedAt: at };
  return refusingTakenName(db, change.name ?? '', async () => {
    const { count } = await db.prisma.connector.updateMany({ where: { id }, data });
    return count === 0 ? null : getConnector(db, id);
  });
}

/** Forgets a connector; what it brought stays. False when there was none. */
export async function deleteConnector(db: Database, id: string): Promise<boolean> {
  const { count } = await db.prisma.connector.deleteMany({ where: { id } });
  return count > 0;
}

/** One connector, or null. */
export async function getConnector(db: Database, id: string): Promise<ConnectorRecord | null> {
  const row = await db.prisma.connector.findUnique({ where: { id } });
  return row && connectorRecord(row);
}

/** Connectors by name. @throws BadCursor */
export async function listConnectors(db: Database, page: { limit: number; cursor?: string }): Promise<Page<ConnectorRecord>> {
  const [name] = page.cursor ? decodeCursor(page.cursor, ['text']) : [];
  const rows = await db.prisma.connector.findMany({ where: name === undefined ? {} : { name: { gt: name } }, orderBy: { name: 'asc' }, take: page.limit + 1 });
  return pageOf(rows, page.limit, connectorRecord, (row) => [row.name]);
}

/** Connectors whose row changed after an instant, oldest change first; with null all. */
export async function connectorsChangedAfter(db: Database, position: { at: Date; id: string } | null, limit: number): Promise<ConnectorRecord[]> {
  const rows = await db.prisma.connector.findMany({
    where: position ? { OR: [{ updatedAt: { gt: position.at } }, { updatedAt: position.at, id: { gt: position.id } }] } : {},
    orderBy: [{ updatedAt: 'asc' }, { id: 'asc' }],
    take: limit,
  });
  return rows.map(connectorRecord);
}

/**
 * Notes that a pull has landed – null for the import when there was nothing new – and that the next begins from `cursor` – unless somebody changed the connector meanwhile:
 * then what they set stands, and the rows come once more and land as unchanged.
 */
export async function notePulled(db: Database, connector: ConnectorRecord, pulled: { cursor: string | null; importId: string | null; at: Date }): Promise<void> {
  const { id, updatedAt } = connector;
  const brought = pulled.importId === null ? {} : { lastImportId: pulled.importId };
  await db.prisma.connector.updateMany({ where: { id }, data: { lastRunAt: pulled.at, lastError: null, ...brought } });
  await db.prisma.connector.updateMany({ where: { id, updatedAt, cursor: connector.cursor }, data: { cursor: pulled.cursor } });
}

/** Notes why a pull landed nothing, and its import if it came so far; the cursor stays. */
export async function notePullFailed(db: Database, failed: { id: string; error: string; importId?: string; at: Date }): Promise<void> {
  const { id, error, importId, at } = failed;
  await db.prisma.connector.updateMany({ where: { id }, data: { lastRunAt: at, lastError: error, ...(importId === undefined ? {} : { lastImportId: importId }) } });
}

async function refusingTakenName<T>(db: Database, name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
    const other = await db.prisma.connector.findUnique({ where: { name }, select: { id: true } });
    throw new ConnectorNameTaken(other?.id ?? null);
  }
}

function connectorRecord(row: Connector): ConnectorRecord {
  return { ...row, shape: connectorShape.parse(row.shape) };
}
