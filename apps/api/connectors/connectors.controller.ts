import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import type { Door } from '#apps/door/door.js';
import { connectorChange, newConnectorBody } from '#domain/connector/connector.js';
import { connectorShape } from '#domain/connector/shape.js';
import {
  changeConnector,
  ConnectorNameTaken,
  createConnector,
  deleteConnector,
  getConnector,
  listConnectors,
  type ConnectorRecord,
} from '#persistence/connectors/connectors.js';
import type { Database } from '#persistence/database.js';
import { mappingNamed } from '#persistence/mappings/mappings.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { refusePrivateAddress } from '../http/outgoing-address.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectConfiguration, InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';
import { planOf, ScheduleKeeper } from './schedule-keeper.js';

const connector = z
  .object({
    id: z.uuid(),
    name: z.string(),
    url: z.string(),
    mapping: z.string(),
    shape: connectorShape,
    secretName: z.string().nullable(),
    everyMinutes: z.int(),
    paused: z.boolean(),
    cursor: z.string().nullable().describe('What the source is asked to begin from next time.'),
    lastRunAt: instant.nullable(),
    lastImportId: z.uuid().nullable().describe('The import of the last pull that brought something.'),
    lastError: z.string().nullable().describe('Why the last pull landed nothing; null when it went well.'),
    createdBy: z.string(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Connector' });
const connectors = pageOfItems(connector).meta({ id: 'Connectors' });
type Shown = z.infer<typeof connector>;

@ApiTags('Connectors')
@Controller('api/v1/connectors')
export class ConnectorsController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    @InjectNow() private readonly now: Now,
    private readonly keeper: ScheduleKeeper,
  ) {}

  @Does('Sources that are pulled on a schedule, by name.')
  @Get()
  @Permit('connectors:read')
  @Answers(200, connectors)
  async list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof connectors>> {
    const page = await listConnectors(this.db, given(query));
    return { ...page, items: page.items.map(shown) };
  }

  @Does('One connector.')
  @Get(':id')
  @Permit('connectors:read')
  @Answers(200, connector)
  async one(@Param('id', { schema: id }) connectorId: string): Promise<Shown> {
    return shown(await this.known(connectorId));
  }

  @Does('Connects an HTTP JSON source: it is pulled every so many minutes, and its rows go through a mapping as those of a file do.')
  @Post()
  @Permit('connectors:manage')
  @Idempotent()
  @Answers(201, connector)
  async create(
    @Body({ schema: newConnectorBody }) body: z.infer<typeof newConnectorBody>,
    @Caller() caller: Principal,
    @CommandId() commandId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Shown> {
    refusePrivateAddress(body.url, this.configuration.connectors.allowedHosts);
    await this.refuseUnknownMapping(body.mapping);
    const created = await refusingTakenName(() => createConnector(this.db, { ...body, id: uuidv5('connector', commandId), createdBy: caller.id, at: this.now() }));
    await this.keeper.look();
    reply.header('location', `/api/v1/connectors/${created.id}`);
    return shown(created);
  }

  @Does('Changes a connector. Another address, shape or mapping makes the next pull begin at the beginning.')
  @Patch(':id')
  @Permit('connectors:manage')
  @Answers(200, connector)
  async change(@Param('id', { schema: id }) connectorId: string, @Body({ schema: connectorChange }) body: z.infer<typeof connectorChange>): Promise<Shown> {
    await this.known(connectorId);
    if (body.url !== undefined) refusePrivateAddress(body.url, this.configuration.connectors.allowedHosts);
    if (body.mapping !== undefined) await this.refuseUnknownMapping(body.mapping);
    return this.changed(connectorId, body);
  }

  @Does('Removes a connector and its schedule; what it brought stays.')
  @Delete(':id')
  @HttpCode(204)
  @Permit('connectors:manage')
  @Answers(204, null, 'Removed.')
  async remove(@Param('id', { schema: id }) connectorId: string): Promise<void> {
    await this.known(connectorId);
    if (!(await this.door.pulls.remove(connectorId))) throw scheduleAway();
    await deleteConnector(this.db, connectorId);
  }

  @Does('Pulls now, also while the schedule is paused. 409 while a pull is under way.')
  @Post(':id/run')
  @HttpCode(202)
  @Permit('connectors:manage')
  @Answers(202, connector)
  async run(@Param('id', { schema: id }) connectorId: string): Promise<Shown> {
    const found = await this.known(connectorId);
    const answer = await this.door.pulls.pull(planOf(found));
    if (answer === false) throw scheduleAway();
    if (answer === 'running') throw problems.conflict('pullRunning', 'A pull of this connector is under way; look at it when it has ended.');
    return shown(found);
  }

  @Does('Pauses the schedule; a pull that is under way goes on to its end.')
  @Post(':id/pause')
  @HttpCode(200)
  @Permit('connectors:manage')
  @Answers(200, connector)
  pause(@Param('id', { schema: id }) connectorId: string): Promise<Shown> {
    return this.changed(connectorId, { paused: true });
  }

  @Does('Lets the schedule go on.')
  @Post(':id/resume')
  @HttpCode(200)
  @Permit('connectors:manage')
  @Answers(200, connector)
  resume(@Param('id', { schema: id }) connectorId: string): Promise<Shown> {
    return this.changed(connectorId, { paused: false });
  }

  private async changed(connectorId: string, change: Parameters<typeof changeConnector>[2]): Promise<Shown> {
    const changed = await refusingTakenName(() => changeConnector(this.db, connectorId, change, this.now()));
    if (!changed) throw problems.notFound('This connector');
    await this.keeper.look();
    return shown(changed);
  }

  private async known(connectorId: string): Promise<ConnectorRecord> {
    const found = await getConnector(this.db, connectorId);
    if (!found) throw problems.notFound('This connector');
    return found;
  }

  private async refuseUnknownMapping(name: string): Promise<void> {
    if (await mappingNamed(this.db, name)) return;
    throw problems.invalid([{ path: 'mapping', message: `there is no mapping "${name}"; GET /mappings lists them` }]);
  }
}

async function refusingTakenName<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ConnectorNameTaken ? problems.conflict('nameTaken', error.message, error.runningId ?? undefined) : error;
  }
}

const scheduleAway = () => problems.unavailable('The scheduler cannot be reached; nothing was done. Try again in a moment.');

function shown(record: ConnectorRecord): Shown {
  const { lastRunAt, createdAt, updatedAt, ...rest } = record;
  return { ...rest, lastRunAt: lastRunAt?.toISOString() ?? null, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
