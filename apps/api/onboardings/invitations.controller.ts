import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { v4 as uuidv4 } from 'uuid';
import type { z } from 'zod';
import type { Door, InviteListRequest } from '#apps/door/door.js';
import { invitationTitles } from '#domain/invitation/columns.js';
import { FileProblem } from '#domain/facts/rules.js';
import type { Database } from '#persistence/database.js';
import { getInvitationList, listInvitationLists, listInvitationRows, refusedInvitationRows, type InvitationListRecord } from '#persistence/invitations/lists.js';
import { MOST_INVITED, readInvitationList } from '#persistence/invitations/read-list.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { bodyHash, Idempotent, once, requestKey } from '../http/idempotency.js';
import { given, id, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { receiveForm } from '../http/receive-file.js';
import { readHead } from '../mappings/read-head.js';
import { InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';
import { inviteQuery, lists, listSchema, reportSchema, retryBody, rowQuery, rowsPage, shownList, shownRow, type Report } from './invitation-schemas.js';

/** Largest list, in bytes. */
const LARGEST = 5 * 1_048_576;

type ReadList = Awaited<ReturnType<typeof readInvitationList>> & { readonly fileName: string };

@ApiTags('onboardings')
@Controller('api/v1/onboardings/bulk')
export class InvitationsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does(`Invites the suppliers of a file, at most ${MOST_INVITED}. Rows that cannot be invited are answered with what is wrong and wait for a correction; the same file again changes nothing.`)
  @Post()
  @HttpCode(200)
  @Permit('onboarding:open')
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      properties: { file: { type: 'string', format: 'binary', description: `CSV or XLSX. The first line names the columns, in English, Russian or Chinese: ${Object.values(invitationTitles).map(([title]) => title).join(', ')}; needed are name, country and email.` } },
    },
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 } })
  @Answers(200, reportSchema)
  async invite(@Req() request: FastifyRequest, @Query({ schema: inviteQuery }) { dryRun }: z.infer<typeof inviteQuery>, @Caller() caller: Principal): Promise<Report> {
    const { commandId: _command, named, ...key } = requestKey(request);
    const { fileName, rows, sha256: fileSha256 } = await read(request);
    const invite = () => this.report({ listId: uuidv4(), fileName, fileSha256, rows, dryRun, retryOfId: null }, caller);
    if (!named) return invite();
    const work = async () => {
      const result = await invite();
      return { result, keep: { httpStatus: 200, location: null, body: structuredClone(result) as never } };
    };
    return once(this.db, this.now, { ...key, bodySha256: bodyHash({ fileSha256, dryRun }) }, work, (answer) => answer.body as unknown as Report);
  }

  @Does('Lists of suppliers that were handed in to be invited, newest first.')
  @Get()
  @Permit('onboarding:read')
  @Answers(200, lists)
  async list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof lists>> {
    const page = await listInvitationLists(this.db, given(query));
    return { ...page, items: page.items.map(shownList) };
  }

  @Does('One list.')
  @Get(':id')
  @Permit('onboarding:read')
  @Answers(200, listSchema)
  async one(@Param('id', { schema: id }) listId: string): Promise<z.infer<typeof listSchema>> {
    return shownList(await this.find(listId));
  }

  @Does('The rows of a list, in the order of the file.')
  @Get(':id/rows')
  @Permit('onboarding:read')
  @Answers(200, rowsPage)
  async rows(@Param('id', { schema: id }) listId: string, @Query({ schema: rowQuery }) query: z.infer<typeof rowQuery>): Promise<z.infer<typeof rowsPage>> {
    await this.find(listId);
    const page = await listInvitationRows(this.db, listId, given(query));
    return { ...page, items: page.items.map(shownRow) };
  }

  @Does('Tries refused rows of a list again as corrected, as a list of their own. `distinct: "yes"` says that a company only sounds like another one.')
  @Post(':id/retry')
  @HttpCode(200)
  @Permit('onboarding:open')
  @Idempotent()
  @Answers(200, reportSchema)
  async retry(@Param('id', { schema: id }) retryOfId: string, @Body({ schema: retryBody }) body: z.infer<typeof retryBody>, @Caller() caller: Principal): Promise<Report> {
    const { fileName, fileSha256 } = await this.find(retryOfId);
    const refused = await refusedInvitationRows(this.db, retryOfId, body.rows.map(({ line }) => line));
    const unknown = body.rows.flatMap(({ line }, index) => (refused.has(line) ? [] : [{ path: `rows.${index}`, message: `line ${line}: no refused row of this list has it` }]));
    if (unknown.length > 0) throw problems.invalid(unknown);
    const rows = body.rows.map(({ line, cells }) => ({ line, cells: { ...refused.get(line), ...given(cells) }, problem: null })).sort((one, other) => one.line - other.line);
    return this.report({ listId: uuidv4(), fileName, fileSha256, rows, dryRun: false, retryOfId }, caller);
  }

  private async report(request: Omit<InviteListRequest, 'actor' | 'channel' | 'receivedAt'>, caller: Principal): Promise<Report> {
    const { list, rows } = await this.door.inviteList({ ...request, actor: caller.actor, channel: caller.sessionHash === null ? 'api' : 'web', receivedAt: this.now() });
    const { dryRun } = request;
    return { ...shownList(list), id: dryRun ? null : list.id, dryRun, rows: rows.map(shownRow) };
  }

  private async find(listId: string): Promise<InvitationListRecord> {
    const found = await getInvitationList(this.db, listId);
    if (!found) throw problems.notFound('This list');
    return found;
  }
}

/** Reads the list of a form; its file is kept no longer than that. */
async function read(request: FastifyRequest): Promise<ReadList> {
  const folder = await mkdtemp(join(tmpdir(), 'steward-invitations-'));
  try {
    const { file } = await receiveForm(request, folder, LARGEST);
    const path = join(folder, file.key);
    const head = await readHead(path);
    return { ...(await readInvitationList(createReadStream(path), head)), fileName: file.name };
  } catch (error) {
    if (error instanceof FileProblem) throw problems.invalid([{ path: 'file', message: error.message }]);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
