import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Door } from '#apps/door/door.js';
import type { PullPlan } from '#apps/door/pull-schedules.js';
import { connectorsChangedAfter, type ConnectorRecord } from '#persistence/connectors/connectors.js';
import type { Database } from '#persistence/database.js';
import { InjectDatabase, InjectDoor } from '../parts.js';

/** Milliseconds between two looks for connectors whose schedule is not in place yet. */
const EVERY = 30_000;
const AT_ONCE = 50;
/** After so many looks all connectors are looked at again: one may have been written by a process whose clock runs behind. */
const LOOKS_TO_ALL = 20;

/** When a connector is pulled, as its row says. */
export function planOf({ id, everyMinutes, paused }: ConnectorRecord): PullPlan {
  return { connectorId: id, everyMinutes, paused };
}

/**
 * Brings the schedules to what the connectors' rows say: all of them once after a start – Temporal may be a fresh one – and then
 * those that changed, until Temporal has taken them.
 */
@Injectable()
export class ScheduleKeeper implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('connectors');
  private position: { at: Date; id: string } | null = null;
  private looking: Promise<void> = Promise.resolve();
  private waiting: Promise<void> | null = null;
  /** On the process's own clock, in milliseconds. */
  private awayUntil = 0;
  private watch: NodeJS.Timeout | undefined;
  private stopped = false;
  private looks = 0;

  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
  ) {}

  onModuleInit(): void {
    this.watch = setInterval(() => {
      this.looks = (this.looks + 1) % LOOKS_TO_ALL;
      if (this.looks === 0) this.position = null;
      void this.lookSoon();
    }, EVERY);
    this.watch.unref();
    void this.lookSoon();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearInterval(this.watch);
    await this.looking;
  }

  /** Sees to what has changed until now. Does not fail: what Temporal could not take is tried again later, and nobody waits for it meanwhile. */
  async look(): Promise<void> {
    if (performance.now() >= this.awayUntil) await this.lookSoon();
  }

  /** A look that has not begun yet sees what is there by then, so it serves everybody who asks for one. */
  private lookSoon(): Promise<void> {
    this.waiting ??= this.looking = this.looking.then(() => {
      this.waiting = null;
      return this.keepChanged();
    });
    return this.looking;
  }

  private async keepChanged(): Promise<void> {
    try {
      for (let page = await this.changed(); page.length > 0; page = await this.changed()) {
        for (const connector of page) {
          if (this.stopped) return;
          if (!(await this.door.pulls.keep(planOf(connector)))) {
            this.awayUntil = performance.now() + EVERY;
            return;
          }
          this.awayUntil = 0;
          this.position = { at: connector.updatedAt, id: connector.id };
        }
      }
    } catch (error) {
      // The database or Temporal is away; the next round looks again.
      this.logger.warn(`The schedules of connectors are not in place yet: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private changed(): Promise<ConnectorRecord[]> {
    return connectorsChangedAfter(this.db, this.position, AT_ONCE);
  }
}
