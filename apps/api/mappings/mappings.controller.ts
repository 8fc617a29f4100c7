import { join } from 'node:path';
import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { factKindNames } from '#domain/facts/catalogue.js';
import { mappingSchema } from '#domain/facts/mapping.js';
import { FileProblem } from '#domain/facts/rules.js';
import { suggest, type FileHead } from '#domain/suggestion/suggest.js';
import type { Database } from '#persistence/database.js';
import { getMapping, listMappings, MappingRefused, saveMapping, type MappingRecord } from '#persistence/mappings/mappings.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { Idempotent } from '../http/idempotency.js';
import { given, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { receiveForm } from '../http/receive-file.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';
import { readHead } from './read-head.js';

const mapping = z
  .object({
    name: z.string(),
    version: z.int(),
    builtIn: z.boolean(),
    document: mappingSchema,
    createdBy: z.string().nullable(),
    createdAt: instant.nullable(),
  })
  .meta({ id: 'SavedMapping' });
const mappings = pageOfItems(mapping).meta({ id: 'SavedMappings' });
const name = z.string().min(1).max(100);
const versionQuery = z.object({ version: z.coerce.number().int().min(1).max(2_147_483_647).optional().describe('The newest unless given.') });

/** Largest file that a mapping is suggested for, in bytes: only its head is read. */
const LARGEST = 104_857_600;
const kindQuery = z.object({ kind: z.enum(factKindNames).optional().describe('What the rows are; found by the columns unless given.') });
const suggestion = z
  .object({
    kind: z.enum(factKindNames),
    columns: z.array(
      z.object({
        name: z.string(),
        samples: z.array(z.string()).describe('The first different values.'),
        guess: z
          .object({ field: z.string().describe('A field of the kind, `supplierCode` or `supplierName`.'), confidence: z.number().describe('1: a known name; less: a similar one.') })
          .nullable(),
      }),
    ),
    rows: z.array(z.array(z.string())).describe('The first rows, cell by column.'),
    mapping: z.record(z.string(), z.unknown()).describe('A document to begin from; POST /mappings takes it when there are no faults.'),
    faults: z.array(z.object({ path: z.string(), message: z.string() })).describe('What the document still lacks.'),
  })
  .meta({ id: 'MappingSuggestion' });
const SAMPLES = 3;

@ApiTags('Mappings')
@Controller('api/v1/mappings')
export class MappingsController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('The mappings that a file, a pull or a batch of rows can go through, built in and saved, by name.')
  @Get()
  @Permit('imports:read')
  @Answers(200, mappings)
  async list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof mappings>> {
    const page = await listMappings(this.db, given(query));
    return { ...page, items: page.items.map(shown) };
  }

  @Does('One mapping, in its newest version or in the one named.')
  @Get(':name')
  @Permit('imports:read')
  @Answers(200, mapping)
  async one(@Param('name', { schema: name }) wanted: string, @Query({ schema: versionQuery }) query: z.infer<typeof versionQuery>): Promise<z.infer<typeof mapping>> {
    const found = await getMapping(this.db, wanted, query.version);
    if (!found) throw problems.notFound('This mapping');
    return shown(found);
  }

  @Does('Saves a mapping under its name, as the next version if there is one; the same document again answers that one with 200.')
  @Post()
  @Permit('mappings:write')
  @Idempotent()
  @Answers(201, mapping)
  async save(
    @Body({ schema: mappingSchema }) document: z.infer<typeof mappingSchema>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof mapping>> {
    try {
      const { record, saved } = await saveMapping(this.db, document, { createdBy: caller.id, at: this.now() });
      reply.code(saved ? HttpStatus.CREATED : HttpStatus.OK).header('location', `/api/v1/mappings/${encodeURIComponent(record.name)}`);
      return shown(record);
    } catch (error) {
      throw error instanceof MappingRefused ? problems.invalid([{ path: error.field, message: error.message }]) : error;
    }
  }

  @Does('Looks at the head of a file and suggests a mapping: which kind of fact its rows are, and which column holds what.')
  @Post('suggest')
  @HttpCode(200)
  @Permit('imports:write')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary', description: 'CSV or XLSX.' } } } })
  @Answers(200, suggestion)
  async suggest(@Req() request: FastifyRequest, @Query({ schema: kindQuery }) query: z.infer<typeof kindQuery>): Promise<z.infer<typeof suggestion>> {
    const { filesDirectory } = this.configuration;
    const { file } = await receiveForm(request, filesDirectory, LARGEST);
    const head = await readable(join(filesDirectory, file.key));
    const found = suggest(head, nameOf(file.name), query.kind);
    const columns = head.columns.map((name, position) => {
      const samples = [...new Set(head.rows.map((row) => row[position] ?? '').filter((cell) => cell !== ''))].slice(0, SAMPLES);
      return { name, samples, guess: found.guesses[position] ?? null };
    });
    return { kind: found.kind, columns, rows: head.rows.map((row) => [...row]), mapping: found.mapping, faults: [...found.faults] };
  }
}

/** `Delivery list (3).csv` is called `delivery-list-3`; a name of which nothing is left is `new-mapping`. */
function nameOf(fileName: string): string {
  const name = fileName
    .replace(/\.\w{1,5}$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return name === '' ? 'new-mapping' : name;
}

async function readable(path: string): Promise<FileHead> {
  try {
    return await readHead(path);
  } catch (error) {
    throw error instanceof FileProblem ? problems.invalid([{ path: 'file', message: error.message }]) : error;
  }
}

function shown(record: MappingRecord): z.infer<typeof mapping> {
  return { ...record, createdAt: record.createdAt?.toISOString() ?? null };
}
