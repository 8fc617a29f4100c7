import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { deputiesOf, DeputyUnknown, endDeputy, nameDeputy, type DeputyRecord } from '#persistence/access/deputies.js';
import type { Database } from '#persistence/database.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { id } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';

const day = z.iso.date();
const deputy = z.object({ id: z.uuid(), deputyId: z.uuid(), from: day, until: day }).meta({ id: 'Deputy' });
const deputies = z.object({ items: z.array(deputy) }).meta({ id: 'Deputies' });
const newDeputy = z
  .strictObject({ deputyId: z.uuid(), from: day.describe('First day, UTC.'), until: day.describe('Last day, UTC.') })
  .refine(({ from, until }) => from <= until, { path: ['until'], message: 'must not be before the first day' })
  .meta({ id: 'NewDeputy' });

/** Who approves in the caller's place while they are away: by no more right than the caller has. */
@ApiTags('Access')
@Controller('api/v1/me/deputies')
export class DeputiesController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('My deputies, now and later.')
  @Get()
  @Permit('self')
  @Answers(200, deputies)
  async list(@Caller() caller: Principal): Promise<z.infer<typeof deputies>> {
    return { items: (await deputiesOf(this.db, personOf(caller), this.now())).map(shown) };
  }

  @Does('Names somebody who approves in my place on these days. They cannot approve what I could not: neither what I asked for, nor what I have approved.')
  @Post()
  @Permit('self')
  @Idempotent()
  @Answers(201, deputy)
  async name(@Body({ schema: newDeputy }) body: z.infer<typeof newDeputy>, @Caller() caller: Principal, @CommandId() commandId: string): Promise<z.infer<typeof deputy>> {
    try {
      return shown(await nameDeputy(this.db, { ...body, id: uuidv5('deputy', commandId), personId: personOf(caller), at: this.now() }));
    } catch (error) {
      if (error instanceof DeputyUnknown) throw problems.invalid([{ path: 'deputyId', message: error.message }]);
      throw error;
    }
  }

  @Does('Ends a deputyship at once.')
  @Delete(':id')
  @HttpCode(204)
  @Permit('self')
  @Answers(204, null, 'Ended.')
  async end(@Param('id', { schema: id }) deputyshipId: string, @Caller() caller: Principal): Promise<void> {
    if (!(await endDeputy(this.db, { id: deputyshipId, personId: personOf(caller), at: this.now() }))) throw problems.notFound('This deputy');
  }
}

function shown({ id: deputyshipId, deputyId, from, until }: DeputyRecord): z.infer<typeof deputy> {
  return { id: deputyshipId, deputyId, from, until };
}

function personOf({ personId }: Principal): string {
  if (personId === null) throw problems.conflict('noPerson', 'This key belongs to no person; people have deputies.');
  return personId;
}
