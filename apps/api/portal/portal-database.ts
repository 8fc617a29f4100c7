import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Configuration } from '#apps/configuration.js';
import { openDatabase, type Database, type Transaction } from '#persistence/database.js';
import { InjectConfiguration } from '../parts.js';

/** Suppliers look at few things at a time. */
const CONNECTIONS = 5;

/** The database as a supplier may see it: a pool of its own under the portal's role, one supplier named in each transaction. */
@Injectable()
export class PortalDatabase implements OnModuleDestroy {
  private readonly db: Database;

  constructor(@InjectConfiguration() { databaseUrl }: Configuration) {
    this.db = openDatabase({ url: databaseUrl, role: 'portal', applicationName: 'steward-portal', poolSize: CONNECTIONS });
  }

  /** Works for one supplier: row-level security hides every other's rows, whatever the work asks for. */
  async as<T>(supplierId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.db.transaction(async (tx) => {
      await tx.$queryRaw`SELECT set_config('steward.supplier_id', ${supplierId}, true)`;
      return work(tx);
    });
  }

  /**
   * Works for one supplier as {@link as} does, and then as ours in the same transaction: what a supplier's act brings about with us, such
   * as a mail, is stored with the act or not at all.
   */
  async asThenOurs<T>(supplierId: string, work: (tx: Transaction) => Promise<T>, ours: (tx: Transaction, result: T) => Promise<void>): Promise<T> {
    return this.as(supplierId, async (tx) => {
      const result = await work(tx);
      await tx.$executeRaw`SET LOCAL ROLE steward_staff`;
      await ours(tx, result);
      return result;
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.db.close();
  }
}
