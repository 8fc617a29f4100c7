import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import pg from 'pg';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import type { Door } from '#apps/door/door.js';
import type { Database } from '#persistence/database.js';
import { pendingMigrations } from '#persistence/migrate/migrate.js';
import { Public } from '../auth/permit.js';
import { Answers, Does } from '../http/answers.js';
import { Unlimited } from '../http/rate-limit.js';
import { InjectConfiguration, InjectDatabase, InjectDoor } from '../parts.js';

const part = z.enum(['ok', 'down']);
const readiness = z
  .object({
    status: part,
    parts: z.object({
      api: part,
      database: part,
      schema: part.describe('Every migration of this version is applied.'),
      temporal: part,
      worker: part.describe('A worker polls each task queue.'),
    }),
  })
  .meta({ id: 'Readiness' });

/** How long a part may take to answer, in milliseconds. */
const PATIENCE = 4_000;

@ApiTags('Health')
@Controller('health')
export class HealthController {
  /** What this process has once seen applied stays applied. */
  private migrated = false;

  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
  ) {}

  @Does('The process answers.')
  @Get('live')
  @Public()
  @Unlimited()
  @Header('cache-control', 'no-store')
  @Answers(200, z.object({ status: part }).meta({ id: 'Liveness' }))
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Does('API, database, Temporal and worker work together; 503 with the part that does not.')
  @Get('ready')
  @Public()
  @Unlimited()
  @Header('cache-control', 'no-store')
  @Answers(200, readiness)
  @Answers(503, readiness)
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof readiness>> {
    const [database, engine] = await Promise.all([this.database(), this.engine()]);
    const parts = { api: 'ok' as const, ...database, ...engine };
    const status = Object.values(parts).every((each) => each === 'ok') ? ('ok' as const) : ('down' as const);
    if (status === 'down') reply.code(503).header('retry-after', '5');
    return { status, parts };
  }

  private async database() {
    const answers = await soon(this.db.pool.query('select 1').then(() => true));
    if (answers && !this.migrated) this.migrated = (await soon(this.isMigrated())) ?? false;
    return { database: sign(answers), schema: sign(answers && this.migrated) };
  }

  /** The history of the migrations is the owner's to read. */
  private async isMigrated(): Promise<boolean> {
    const owner = new pg.Client({
      connectionString: this.configuration.databaseUrl,
      connectionTimeoutMillis: PATIENCE,
      statement_timeout: PATIENCE,
      application_name: 'steward-api health',
    });
    owner.on('error', () => undefined);
    await owner.connect();
    try {
      return (await pendingMigrations(owner)).length === 0;
    } finally {
      await owner.end();
    }
  }

  private async engine() {
    const health = await soon(this.door.health());
    return { temporal: sign(health?.temporal), worker: sign(health?.worker) };
  }
}

function sign(works: boolean | null | undefined): 'ok' | 'down' {
  return works ? 'ok' : 'down';
}

/** The answer, or null if it fails or takes too long. */
async function soon<T>(answer: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE);
  });
  try {
    return await Promise.race([answer.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
