import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { createPerson, EmailTaken, getPerson, listPeople, updatePerson } from '#persistence/access/people.js';
import { knownRoles, staffRoles, type Role } from '#persistence/access/roles.js';
import type { Database } from '#persistence/database.js';
import type { Person } from '#persistence/generated/client.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';

const personRoles = z.array(z.enum(staffRoles as [Role, ...Role[]])).min(1).max(staffRoles.length);
const language = z.enum(['en', 'zh', 'ru']);
const name = z.string().trim().min(1, 'must not be empty').max(200);
const newPerson = z.object({ name, email: z.email().max(320), roles: personRoles, language: language.default('en') });
const change = z
  .object({ name, roles: personRoles, language, active: z.boolean() })
  .partial()
  .refine((fields) => Object.keys(fields).length > 0, 'name at least one field to change');
const person = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    roles: z.array(z.string()),
    language: z.string(),
    active: z.boolean(),
    createdAt: instant,
  })
  .meta({ id: 'Person' });
const people = pageOfItems(person).meta({ id: 'People' });

@ApiTags('Access')
@Controller('api/v1/people')
export class PeopleController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('The members of staff.')
  @Get()
  @Permit('people:read')
  @Answers(200, people)
  async list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof people>> {
    const page = await listPeople(this.db, given(query));
    return { ...page, items: page.items.map(shown) };
  }

  @Does('One member of staff.')
  @Get(':id')
  @Permit('people:read')
  @Answers(200, person)
  async one(@Param('id', { schema: id }) personId: string): Promise<z.infer<typeof person>> {
    const found = await getPerson(this.db, personId);
    if (!found) throw problems.notFound('This person');
    return shown(found);
  }

  @Does('Adds a member of staff, who signs in by a link mailed to the address.')
  @Post()
  @Permit('people:manage')
  @Idempotent()
  @Answers(201, person)
  async create(
    @Body({ schema: newPerson }) body: z.infer<typeof newPerson>,
    @CommandId() commandId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof person>> {
    try {
      const created = await createPerson(this.db, { ...body, id: uuidv5('person', commandId), at: this.now() });
      reply.header('location', `/api/v1/people/${created.id}`);
      return shown(created);
    } catch (error) {
      throw error instanceof EmailTaken ? problems.conflict('emailTaken', error.message, error.personId) : error;
    }
  }

  @Does('Changes name, roles, language, or whether the person may sign in. Nobody takes the admin role from themselves.')
  @Patch(':id')
  @Permit('people:manage')
  @Answers(200, person)
  async change(
    @Param('id', { schema: id }) personId: string,
    @Body({ schema: change }) body: z.infer<typeof change>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof person>> {
    const locksOut = body.active === false || (body.roles !== undefined && !body.roles.includes('admin'));
    if (personId === caller.personId && locksOut) {
      throw problems.conflict('ownAccess', 'Nobody can take their own administration away; another administrator has to.');
    }
    const changed = await updatePerson(this.db, personId, given(body), this.now());
    if (!changed) throw problems.notFound('This person');
    return shown(changed);
  }
}

function shown(found: Person): z.infer<typeof person> {
  return { ...found, roles: knownRoles(found.roles), createdAt: found.createdAt.toISOString() };
}
