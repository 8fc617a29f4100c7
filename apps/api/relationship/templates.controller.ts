import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { indicatorsOf } from '#domain/indicators/user-defined.js';
import { relationshipTemplate, type RelationshipTemplate } from '#domain/relationship/plan.js';
import { segments, type Segment } from '#domain/supplier/status.js';
import type { Database } from '#persistence/database.js';
import { currentPolicy } from '#persistence/policies/policies.js';
import { listTemplates, saveTemplate } from '#persistence/relationship/templates.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { shownTemplate, templates } from './relationship-schemas.js';

/** What a new plan of a segment begins with. */
@ApiTags('Relationship')
@Controller('api/v1/relationship-templates')
export class RelationshipTemplatesController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('The templates of the four segments.')
  @Get()
  @Permit('suppliers:read')
  @Answers(200, templates)
  async list(): Promise<z.infer<typeof templates>> {
    return { items: (await listTemplates(this.db)).map(shownTemplate) };
  }

  @Does('Changes the template of a segment whole; plans that were begun with it stay as they are.')
  @Put(':segment')
  @Permit('relationship:templates')
  @Answers(200, templates)
  async save(@Param('segment', { schema: z.enum(segments) }) segment: Segment, @Body({ schema: relationshipTemplate }) content: RelationshipTemplate, @Caller() caller: Principal): Promise<z.infer<typeof templates>> {
    const known = new Set(indicatorsOf((await currentPolicy(this.db)).policy.indicators).map(({ name }) => name));
    const faults = content.targets.flatMap(({ indicator }, index) => (indicator === null || known.has(indicator) ? [] : [{ path: `targets.${index}.indicator`, message: 'there is no such indicator' }]));
    if (faults.length > 0) throw problems.invalid(faults);
    await saveTemplate(this.db, { segment, content, by: caller.id, at: this.now() });
    return this.list();
  }
}
