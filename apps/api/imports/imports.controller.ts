import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { findMapping, mappings } from '#domain/facts/mappings.js';
import type { Database } from '#persistence/database.js';
import { getImport, listImportRows, listImports, type ImportRecord } from '#persistence/imports/imports.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { bodyHash, once, requestKey } from '../http/idempotency.js';
import { flag, given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { receiveForm } from '../http/receive-file.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';
import { ImportRunner, type QueuedImport } from './import-runner.js';

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
  })
  .meta({ id: 'Import' });
const imports = pageOfItems(importSchema).meta({ id: 'Imports' });
const importRow = z
  .object({
    line: z.int(),
    status: z.enum(['quarantined', 'warning']),
    column: z.string().nullable(),
    value: z.string().nullable(),
    rule: z.string(),
    hint: z.string(),
    raw: z.record(z.string(), z.unknown()).nullable().describe('The cells that the mapping reads.'),
  })
  .meta({ id: 'ImportRow' });
const importRows = pageOfItems(importRow).meta({ id: 'ImportRows' });
const rowQuery = pageQuery.extend({ status: z.enum(['quarantined', 'warning']).optional() });
const startQuery = z.object({
  dryRun: flag.default(false).describe('`true`: everything but the landing.'),
  mapping: z.string().max(100).optional().describe('Instead of the form field.'),
});

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
      properties: { file: { type: 'string', format: 'binary' }, mapping: { type: 'string', enum: Object.keys(mappings) } },
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
    const mapping = mappingNamed(fields['mapping'] ?? query.mapping);
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

  @Does('The rows that were quarantined or landed with a warning, in the order of the file.')
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

  private async begin(queued: QueuedImport): Promise<z.infer<typeof importSchema>> {
    const known = await getImport(this.db, queued.importId);
    if (known) return shown(known);
    await this.runner.begin(queued);
    return this.one(queued.importId);
  }
}

function mappingNamed(name: string | undefined) {
  const mapping = name === undefined ? undefined : findMapping(name);
  if (mapping) return mapping;
  const known = Object.keys(mappings).join(', ');
  throw problems.invalid([{ path: 'mapping', message: name === undefined ? `name one of: ${known}` : `there is no mapping "${name}"; there is: ${known}` }]);
}

function shown(record: ImportRecord): z.infer<typeof importSchema> {
  return { ...record, startedAt: record.startedAt.toISOString(), finishedAt: record.finishedAt?.toISOString() ?? null };
}
