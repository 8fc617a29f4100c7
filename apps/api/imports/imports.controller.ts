import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v4 as uuidv4, v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import type { Mapping } from '#domain/facts/mapping.js';
import { mappings } from '#domain/facts/mappings.js';
import type { Database } from '#persistence/database.js';
import { getImport, listImportRows, listImports, type ImportRecord } from '#persistence/imports/imports.js';
import { RetryRefused, retryRows, type RetryRequest } from '#persistence/imports/retry-rows.js';
import { mappingNamed } from '#persistence/mappings/mappings.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { bodyHash, Idempotent, once, requestKey } from '../http/idempotency.js';
import { flag, given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { receiveForm } from '../http/receive-file.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';
import { ImportRunner, type QueuedImport } from './import-runner.js';
import { quarantineCsv } from './quarantine-csv.js';

const importSchema = z
  .object({
    id: z.uuid(),
    mapping: z.string(),
    fileName: z.string(),
    fileSha256: z.string().describe('Empty until the file was read.'),
    status: z.enum(['running', 'completed', 'failed']),
    dryRun: z.boolean(),
    rowsRead: z.int().describe('landed + updated + unchanged + quarantined + filtered'),
    landed: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    quarantined: z.int(),
    filtered: z.int(),
    warnings: z.int(),
    error: z.string().nullable(),
    startedBy: z.string(),
    startedAt: instant,
    finishedAt: instant.nullable(),
    retryOfId: z.uuid().nullable().describe('The import whose quarantined rows this one brought corrected.'),
  })
  .meta({ id: 'Import' });
const imports = pageOfItems(importSchema).meta({ id: 'Imports' });
/** `settled`: quarantined, then corrected and landed. */
const rowStatuses = ['quarantined', 'settled', 'warning'] as const;
const importRow = z
  .object({
    line: z.int(),
    status: z.enum(rowStatuses),
    column: z.string().nullable(),
    value: z.string().nullable(),
    rule: z.string(),
    hint: z.string(),
    raw: z.record(z.string(), z.unknown()).nullable().describe('The cells that the mapping reads.'),
  })
  .meta({ id: 'ImportRow' });
const importRows = pageOfItems(importRow).meta({ id: 'ImportRows' });
const rowQuery = pageQuery.extend({ status: z.enum(rowStatuses).optional() });
const startQuery = z.object({
  dryRun: flag.default(false).describe('`true`: everything but the landing.'),
  mapping: z.string().max(100).optional().describe('Instead of the form field.'),
});

/** Rows corrected at once; more are quicker corrected in the file of the quarantine. */
const MOST_CORRECTED = 1_000;
const retryBody = z
  .strictObject({
    rows: z
      .array(
        z.strictObject({
          line: z.int().min(1).describe('Of the quarantined row.'),
          cells: z.record(z.string().max(200), z.string().max(20_000)).describe('By column; those left out stay as they were.'),
        }),
      )
      .min(1)
      .max(MOST_CORRECTED)
      .refine((rows) => new Set(rows.map(({ line }) => line)).size === rows.length, 'name a line only once'),
  })
  .meta({ id: 'ImportRetry' });

@ApiTags('Imports')
@Controller('api/v1/imports')
export class ImportsController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
    private readonly runner: ImportRunner,
  ) {}

  @Does('Takes a file in; it is imported in the background. The same file twice lands once.')
  @Post()
  @Permit('imports:write')
  @HttpCode(202)
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file', 'mapping'],
      properties: {
        file: { type: 'string', format: 'binary', description: 'CSV or XLSX.' },
        mapping: { type: 'string', description: `Built in: ${Object.keys(mappings).join(', ')}; or the name of a saved one.` },
      },
    },
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 } })
  @Answers(202, importSchema)
  async start(
    @Req() request: FastifyRequest,
    @Query({ schema: startQuery }) query: z.infer<typeof startQuery>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof importSchema>> {
    const { commandId, named, ...key } = requestKey(request);
    const { fields, file } = await receiveForm(request, this.configuration.filesDirectory);
    const mapping = await this.mappingFor(fields['mapping'] ?? query.mapping);
    const importId = uuidv5('import', commandId);
    const { dryRun } = query;
    const begin = () =>
      this.begin({ importId, key: file.key, mapping, fileName: file.name, dryRun, startedBy: caller.id });
    const bodySha256 = bodyHash({ sha256: file.sha256, mapping: mapping.name, dryRun });
    reply.header('location', `/api/v1/imports/${importId}`);
    if (!named) return begin();
    const work = async () => {
      const result = await begin();
      return { result, keep: { httpStatus: 202, location: null, body: result } };
    };
    return once(this.db, this.now, { ...key, bodySha256 }, work, (answer) => answer.body as z.infer<typeof importSchema>);
  }

  @Does('Imports, newest first.')
  @Get()
  @Permit('imports:read')
  @Answers(200, imports)
  async list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof imports>> {
    const page = await listImports(this.db, given(query));
    return { ...page, items: page.items.map(shown) };
  }

  @Does('One import.')
  @Get(':id')
  @Permit('imports:read')
  @Answers(200, importSchema)
  async one(@Param('id', { schema: id }) importId: string): Promise<z.infer<typeof importSchema>> {
    const found = await getImport(this.db, importId);
    if (!found) throw problems.notFound('This import');
    return shown(found);
  }

  @Does('The rows that wait in quarantine, those settled since, and those that landed with a warning, in the order of the file.')
  @Get(':id/rows')
  @Permit('imports:read')
  @Answers(200, importRows)
  async rows(
    @Param('id', { schema: id }) importId: string,
    @Query({ schema: rowQuery }) query: z.infer<typeof rowQuery>,
  ): Promise<z.infer<typeof importRows>> {
    await this.one(importId);
    const page = await listImportRows(this.db, importId, given(query));
    return { ...page, items: page.items.map((row) => ({ ...row, raw: (row.raw ?? null) as Record<string, unknown> | null })) };
  }

  @Does('The quarantined rows as a CSV file, in the form that the mapping reads: correct it and import it again.')
  @Get(':id/quarantine.csv')
  @Permit('imports:read')
  @Answers(200, null, 'The file.')
  async quarantine(@Param('id', { schema: id }) importId: string, @Res() reply: FastifyReply): Promise<void> {
    const { mapping } = await this.one(importId);
    const rows = Readable.from(quarantineCsv(this.db, importId, await mappingNamed(this.db, mapping)));
    await reply
      .header('content-type', 'text/csv')
      .header('content-disposition', `attachment; filename="quarantine-${importId}.csv"`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(rows);
  }

  @Does('Takes corrected rows of the quarantine through the same cleaning, as an import of their own.')
  @Post(':id/retry')
  @HttpCode(200)
  @Permit('imports:write')
  @Idempotent()
  @Answers(200, importSchema)
  async retry(
    @Param('id', { schema: id }) importId: string,
    @Body({ schema: retryBody }) { rows }: z.infer<typeof retryBody>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof importSchema>> {
    const { status, dryRun } = await this.one(importId);
    if (status !== 'completed') throw problems.conflict('notCompleted', `This import is ${status}; only rows of a completed one can be corrected.`);
    if (dryRun) throw problems.conflict('dryRun', 'This import was only tried; import the corrected file.');
    // Each attempt is an import of its own: one that failed stays as it is.
    const record = await this.retried({ importId: uuidv4(), ofImportId: importId, rows, startedBy: caller.id, now: this.now });
    reply.header('location', `/api/v1/imports/${record.id}`);
    return shown(record);
  }

  private async retried(request: RetryRequest): Promise<ImportRecord> {
    try {
      return await retryRows(this.db, request);
    } catch (error) {
      if (!(error instanceof RetryRefused)) throw error;
      if (error.code === 'unknownImport') throw problems.notFound('This import');
      if (error.code === 'unknownMapping') throw problems.conflict('unknownMapping', error.message);
      throw problems.invalid(error.lines.map((line) => ({ path: `rows.${request.rows.findIndex((row) => row.line === line)}`, message: `line ${line}: ${error.message}` })));
    }
  }

  private async mappingFor(name: string | undefined): Promise<Mapping> {
    const mapping = name === undefined ? null : await mappingNamed(this.db, name);
    if (mapping) return mapping;
    const known = `built in are ${Object.keys(mappings).join(', ')}; GET /mappings lists the saved ones`;
    throw problems.invalid([{ path: 'mapping', message: name === undefined ? `name one: ${known}` : `there is no mapping "${name}"; ${known}` }]);
  }

  private async begin(queued: QueuedImport): Promise<z.infer<typeof importSchema>> {
    const known = await getImport(this.db, queued.importId);
    if (known) return shown(known);
    await this.runner.begin(queued);
    return this.one(queued.importId);
  }
}

function shown(record: ImportRecord): z.infer<typeof importSchema> {
  return { ...record, startedAt: record.startedAt.toISOString(), finishedAt: record.finishedAt?.toISOString() ?? null };
}
