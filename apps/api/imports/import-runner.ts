import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Configuration } from '#apps/configuration.js';
import type { Door } from '#apps/door/door.js';
import type { Mapping } from '#domain/facts/mapping.js';
import { createImport, failAbandonedImports } from '#persistence/imports/imports.js';
import { heartbeatEvery, runImport } from '#persistence/imports/run-import.js';
import type { Database } from '#persistence/database.js';
import { InjectConfiguration, InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';

/** An import without a sign of life for this long is dead, in milliseconds. */
const DEAD_AFTER = 12 * heartbeatEvery;

/** A stored file that is to be imported. */
export interface QueuedImport {
  readonly importId: string;
  /** Path of the file inside the files' folder. */
  readonly key: string;
  readonly mapping: Mapping;
  readonly fileName: string;
  readonly dryRun: boolean;
  readonly startedBy: string;
}

/** Runs imports in the background of this process, one after the other, and notices those whose process died. */
@Injectable()
export class ImportRunner implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('imports');
  private last: Promise<void> = Promise.resolve();
  /** Imports that wait for their turn: they give no sign of life by themselves. */
  private readonly queued = new Set<string>();
  private watch: NodeJS.Timeout | undefined;
  private readonly stopping = new AbortController();

  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    @InjectNow() private readonly now: Now,
  ) {}

  onModuleInit(): void {
    this.watch = setInterval(() => void this.lookAfter(), heartbeatEvery);
    this.watch.unref();
    void this.lookAfter();
  }

  /** Cuts the running file off: its transaction rolls back and the import says so. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.watch);
    this.stopping.abort();
    await this.last;
  }

  /** Notes the import, so that it can be looked up at once, and queues it. */
  async begin(queued: QueuedImport): Promise<void> {
    const { importId, mapping, fileName, dryRun, startedBy } = queued;
    await createImport(this.db, { id: importId, mapping, fileName, dryRun, startedBy, at: this.now() });
    this.queued.add(importId);
    this.last = this.last.then(() => this.run(queued));
  }

  private async run({ key, ...request }: QueuedImport): Promise<void> {
    this.queued.delete(request.importId);
    const input = createReadStream(join(this.configuration.filesDirectory, key), { signal: this.stopping.signal });
    try {
      await runImport(this.db, { ...request, input, now: this.now });
      // Should this fail, the sweeper does it in a while.
      await this.door.startRestatements().catch(() => undefined);
    } catch (error) {
      this.logger.error(`Import ${request.importId} failed`, error instanceof Error ? error.stack : String(error));
    } finally {
      input.destroy();
    }
  }

  private async lookAfter(): Promise<void> {
    const at = this.now();
    try {
      await this.db.prisma.import.updateMany({ where: { id: { in: [...this.queued] }, status: 'running' }, data: { heartbeatAt: at } });
      await failAbandonedImports(this.db, { olderThan: new Date(at.getTime() - DEAD_AFTER), at });
    } catch {
      // The database is away; the next round looks again.
    }
  }
}
