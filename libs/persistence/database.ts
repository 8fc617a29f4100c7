import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Prisma, PrismaClient } from './generated/client.js';

/** The roles of the database: row-level security gives each its own view of the rows. */
export type DatabaseRole = 'owner' | 'staff' | 'portal';

/** A transaction's client: everything of Prisma but nested transactions. */
export type Transaction = Prisma.TransactionClient;

/** One pool of connections that all act as one role. */
export interface Database {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  /** Runs the work in one READ COMMITTED transaction; rolls back when it throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** How long a statement may run, and how long a connection may be waited for, in milliseconds. */
const STATEMENT_LIMIT = 120_000;
const CONNECTION_LIMIT = 10_000;
const TRANSACTION_LIMIT = 60_000;

/**
 * Opens a pool on the login's URL whose connections all take on the given role.
 * Nothing is connected until the first query; a dead server shows as an error of that query.
 */
export function openDatabase(options: {
  url: string;
  role: DatabaseRole;
  applicationName: string;
  poolSize?: number;
}): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    application_name: options.applicationName,
    connectionTimeoutMillis: CONNECTION_LIMIT,
    statement_timeout: STATEMENT_LIMIT,
    // A date made of an instant is the same day wherever the server stands.
    options: ['-c TimeZone=UTC', ...(options.role === 'owner' ? [] : [`-c role=steward_${options.role}`])].join(' '),
  });
  // An idle connection that the server drops must not end the process: the next query reconnects.
  pool.on('error', () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    transaction: (work) => prisma.$transaction(work, { maxWait: CONNECTION_LIMIT, timeout: TRANSACTION_LIMIT }),
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Reads work on a pool or inside a transaction alike. */
export function connectionOf(db: Database | Transaction): Transaction {
  return 'prisma' in db ? db.prisma : db;
}
