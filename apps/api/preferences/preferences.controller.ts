import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { preferences } from '#domain/channels/preferences.js';
import { getPerson } from '#persistence/access/people.js';
import type { Database } from '#persistence/database.js';
import { preferencesOf, putPreferences } from '#persistence/outbox/preferences.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';

const language = z.enum(['en', 'zh', 'ru']).describe('In which I am written to.');
const change = preferences.safeExtend({ language: language.optional() }).meta({ id: 'MyPreferencesChange' });
const mine = preferences.safeExtend({ language: z.string() }).meta({ id: 'MyPreferences' });

/** How the caller wants to be told. */
@ApiTags('Access')
@Controller('api/v1/me/preferences')
export class PreferencesController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('By which channels, in which language and how bundled I am told; without a rule by mail, at once.')
  @Get()
  @Permit('self')
  @Answers(200, mine)
  async read(@Caller() caller: Principal): Promise<z.infer<typeof mine>> {
    const person = await getPerson(this.db, personOf(caller));
    return { ...(await preferencesOf(this.db, personOf(caller))), language: person?.language ?? 'en' };
  }

  @Does('Says it anew. What is mandatory goes on coming by mail at once; what is waiting already goes as it was to go.')
  @Put()
  @Permit('self')
  @Answers(200, mine)
  async put(@Body({ schema: change }) body: z.infer<typeof change>, @Caller() caller: Principal): Promise<z.infer<typeof mine>> {
    const { language: written, ...document } = body;
    await putPreferences(this.db, personOf(caller), { document, ...(written === undefined ? {} : { language: written }), at: this.now() });
    return this.read(caller);
  }
}

function personOf({ personId }: Principal): string {
  if (personId === null) throw problems.conflict('noPerson', 'This key belongs to no person; notices go to people.');
  return personId;
}
