import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { inspect, LARGEST_FILE, refusalWords } from '#messaging/inbound/file-kind.js';
import { getCase } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import { getFile, insertFile } from '#persistence/files/files.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { requestKey } from '../http/idempotency.js';
import { receiveForm } from '../http/receive-file.js';
import { id } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { sendFile } from '../http/send-file.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';

/** A file of a case, such as evidence. */
export const fileSchema = z
  .object({ id: z.uuid(), name: z.string(), mediaType: z.string(), size: z.int().describe('Bytes.') })
  .meta({ id: 'File' });

@ApiTags('Files')
@Controller('api/v1/files')
export class FilesController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Stores a file, to be named by a command such as submit-evidence, or by what a supplier sent. PDF, PNG, JPEG, DOCX, XLSX, CSV or text, at most 10 MB.')
  @Post()
  @Permit('files:write')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } })
  @ApiHeader({ name: 'Idempotency-Key', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 } })
  @Answers(201, fileSchema)
  async store(@Req() request: FastifyRequest, @Caller() caller: Principal): Promise<z.infer<typeof fileSchema>> {
    const { commandId } = requestKey(request);
    const { file } = await receiveForm(request, this.configuration.filesDirectory, LARGEST_FILE);
    const verdict = await inspect(file.name, await readFile(join(this.configuration.filesDirectory, file.key)));
    if ('refused' in verdict) throw problems.invalid([{ path: 'file', message: refusalWords(verdict.refused, 'en') }]);
    // The content is part of the id: a key used again for other bytes is another file.
    const stored = { id: uuidv5(`file:${file.sha256}`, commandId), name: file.name, mediaType: verdict.mediaType, size: file.size };
    await insertFile(this.db, { ...stored, sha256: file.sha256, uploadedBy: caller.actor.id, uploadedAt: this.now() });
    return stored;
  }

  @Does('The content of a file, always as a download.')
  @Get(':id')
  @Permit('rectification:read')
  @Answers(200, null, 'The bytes.')
  async content(@Param('id', { schema: id }) fileId: string, @Caller() caller: Principal, @Res() reply: FastifyReply): Promise<void> {
    const found = await getFile(this.db, fileId);
    if (!found || (found.caseId !== null && !(await getCase(this.db, found.caseId, undefined, [caller.id])))) throw problems.notFound('This file');
    await sendFile(reply, this.configuration.filesDirectory, found);
  }
}
