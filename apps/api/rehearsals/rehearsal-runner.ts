import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Configuration } from '#apps/configuration.js';
import type { Database } from '#persistence/database.js';
import { endRehearsal, giveUpSilent } from '#persistence/rehearsal/rehearsals.js';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { clearAbandoned } from '#apps/rehearsal/servers.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';

/** How often one looks for rehearsals whose process has died. */
const LOOK_EVERY = 30_000;

/** Plays rehearsals in processes of their own, which end with this one. */
@Injectable()
export class RehearsalRunner implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('rehearsals');
  private readonly playing = new Set<ChildProcess>();
  private watch: NodeJS.Timeout | undefined;

  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  onModuleInit(): void {
    this.watch = setInterval(() => void giveUpSilent(this.db, this.now()).catch(() => undefined), LOOK_EVERY);
    this.watch.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.watch);
    await Promise.all(
      [...this.playing].map(async (child) => {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }),
    );
  }

  /** Starts the process of a stored rehearsal. */
  begin(id: string): void {
    // The address goes through the pipe, because command lines can be read by everybody; its end tells that this process is no more.
    const child = spawn(process.execPath, ['--enable-source-maps', playerPath(), id], { stdio: ['pipe', 'ignore', 'pipe'] });
    this.playing.add(child);
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${this.configuration.databaseUrl}\n`);
    child.stderr.on('data', (text: Buffer) => this.logger.warn(text.toString().trimEnd()));
    child.once('error', (error) => this.logger.error(`Rehearsal ${id} could not be started: ${error.message}`));
    child.once('close', (code) => {
      this.playing.delete(child);
      if (code !== 0) void clearAbandoned().catch((error: unknown) => this.logger.warn(`What rehearsal ${id} left could not be removed: ${String(error)}`));
      // It notes its own end; one that died could not.
      void endRehearsal(this.db, id, { status: 'failed', error: 'Its process has ended before its time; the log says why.', at: this.now() }).catch(() => undefined);
    });
  }
}

/** The player that the build makes; on the sources, the one of the last build. */
function playerPath(): string {
  const candidates = ['../../rehearsal/recorded.js', '../../../dist/apps/rehearsal/recorded.js'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = candidates.find((path) => existsSync(path));
  if (!found) throw new Error(`The player of rehearsals is missing (${candidates[0]}): run npm run setup.`);
  return found;
}
