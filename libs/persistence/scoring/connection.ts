import type { Database, Transaction } from '../database.js';

/** Reads work on a pool or inside a transaction alike. */
export function connectionOf(db: Database | Transaction): Transaction {
  return 'prisma' in db ? db.prisma : db;
}
