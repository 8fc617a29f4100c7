import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { failBacktest, runningBacktests } from '#persistence/backtests/backtests.js';
import { BacktestEnded, runNextPeriod } from '#persistence/backtests/run-backtest.js';
import type { Database } from '#persistence/database.js';
import { isDatabaseAway } from '../http/unexpected.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';

/** How often one looks for backtests whose process has died, and how many are taken up at once. */
const LOOK_EVERY = 15_000;
const TAKE = 10;
/** How long stopping waits for the period under way; what is not done then rolls back and is taken up by the next process. */
const STOP_PATIENCE = 10_000;

/** Runs backtests in the background of this process, one after the other, and takes up those whose process died. */
@Injectable()
export class BacktestRunner implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('backtests');
  private last: Promise<void> = Promise.resolve();
  private readonly queued = new Set<string>();
  private watch: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  onModuleInit(): void {
    this.watch = setInterval(() => void this.lookAfter(), LOOK_EVERY);
    this.watch.unref();
    void this.lookAfter();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.watch);
    this.stopping = true;
    await withinPatience(this.last, STOP_PATIENCE);
  }

  /** Queues a stored backtest; settles when it has ended, or when it went on in another process. */
  begin(id: string): Promise<void> {
    if (!this.queued.has(id)) {
      this.queued.add(id);
      this.last = this.last.then(() => this.run(id));
    }
    return this.last;
  }

  private async run(id: string): Promise<void> {
    try {
      while (!this.stopping && (await runNextPeriod(this.db, { id, now: this.now })) === 'more');
    } catch (error) {
      if (!(error instanceof BacktestEnded) && !isDatabaseAway(error)) await this.giveUp(id, error);
    } finally {
      this.queued.delete(id);
    }
  }

  /** What is not the database's absence comes again however often it is tried. */
  private async giveUp(id: string, error: unknown): Promise<void> {
    this.logger.error(`Backtest ${id} failed`, error instanceof Error ? error.stack : String(error));
    await failBacktest(this.db, { id, error: 'Something went wrong on our side; it has been logged.', at: this.now() }).catch(() => undefined);
  }

  private async lookAfter(): Promise<void> {
    try {
      for (const id of await runningBacktests(this.db, TAKE)) void this.begin(id);
    } catch {
      // The database is away; the next round looks again.
    }
  }
}

/** Waits for the work, but no longer than so many milliseconds. */
export async function withinPatience(work: Promise<void>, patience: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise<void>((resolve) => (timer = setTimeout(resolve, patience)))]);
  clearTimeout(timer);
}
