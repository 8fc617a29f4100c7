import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { createKey, listKeys, revokeKey } from '#persistence/access/keys.js';
import { getPerson } from '#persistence/access/people.js';
import { roles } from '#persistence/access/roles.js';
import { derivedKey } from '#persistence/access/secrets.js';
import type { Database } from '#persistence/database.js';
import type { ApiKey } from '#persistence/generated/client.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { CommandId, Repeatable } from '../http/idempotency.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';

const newKey = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(200),
  roles: z.array(z.enum(roles)).min(1).max(roles.length),
  personId: z.uuid().nullable().default(null).describe('Whom the key acts for; null: the key itself, as an integration.'),
  expiresAt: instant.nullable().default(null),
});
const key = z
  .object({
    id: z.uuid(),
    name: z.string(),
    roles: z.array(z.string()),
    personId: z.uuid().nullable(),
    createdBy: z.string(),
    createdAt: instant,
    expiresAt: instant.nullable(),
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'Key' });
const createdKey = key.extend({ key: z.string().describe('The key itself; it is not stored and not shown again.') }).meta({ id: 'CreatedKey' });
const keys = pageOfItems(key).meta({ id: 'Keys' });

@ApiTags('Access')
@Controller('api/v1/keys')
export class KeysController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('The API keys, without the keys themselves; newest first.')
  @Get()
  @Permit('keys:read')
  @Answers(200, keys)
  async list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof keys>> {
    const page = await listKeys(this.db, given(query));
    return { ...page, items: page.items.map(shown) };
  }

  @Does('Makes a key. A key that acts for a person holds at most that person\'s roles.')
  @Post()
  @Permit('keys:manage')
  @Repeatable()
  @Answers(201, createdKey)
  async create(
    @Body({ schema: newKey }) body: z.infer<typeof newKey>,
    @CommandId() commandId: string,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof createdKey>> {
    const now = this.now();
    const expiresAt = body.expiresAt === null ? null : new Date(body.expiresAt);
    if (expiresAt && expiresAt <= now) throw problems.invalid([{ path: 'expiresAt', message: 'must be in the future' }]);
    if (body.personId !== null) await this.checkPerson(body.personId, body.roles);
    const secret = derivedKey(this.configuration.secret, commandId);
    const stored = await createKey(this.db, {
      id: uuidv5('api-key', commandId),
      name: body.name,
      key: secret,
      roles: body.roles,
      personId: body.personId,
      createdBy: caller.id,
      expiresAt,
      at: now,
    });
    const same =
      stored.name === body.name &&
      stored.roles.join() === body.roles.join() &&
      stored.personId === body.personId &&
      stored.expiresAt?.getTime() === expiresAt?.getTime();
    if (!same) throw problems.keyReused();
    return { ...shown(stored), key: secret };
  }

  @Does('Revokes a key at once.')
  @Delete(':id')
  @Permit('keys:manage')
  @HttpCode(204)
  @Answers(204, null)
  async revoke(@Param('id', { schema: id }) keyId: string): Promise<void> {
    if (!(await revokeKey(this.db, keyId, this.now()))) throw problems.notFound('This key');
  }

  private async checkPerson(personId: string, asked: readonly string[]): Promise<void> {
    const person = await getPerson(this.db, personId);
    if (!person?.active) throw problems.invalid([{ path: 'personId', message: 'there is no such active person' }]);
    const missing = asked.filter((role) => !person.roles.includes(role));
    if (missing.length > 0) {
      throw problems.invalid([{ path: 'roles', message: `the person does not hold: ${missing.join(', ')}` }]);
    }
  }
}

function shown({ hash: _, ...stored }: ApiKey): z.infer<typeof key> {
  return {
    ...stored,
    createdAt: stored.createdAt.toISOString(),
    expiresAt: stored.expiresAt?.toISOString() ?? null,
    revokedAt: stored.revokedAt?.toISOString() ?? null,
  };
}
