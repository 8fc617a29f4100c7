import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Database } from '#persistence/database.js';
import { addFinding, FindingKept, findingKinds, type FindingRecord, liftFinding, listFindings, UnknownCertificate } from '#persistence/findings/findings.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { asSupplierProblem, supplierAsked } from '../suppliers/supplier-asked.js';

const reason = z.string().trim().min(3).max(2000);
const newFinding = z.strictObject({
  kind: z.enum(findingKinds),
  reason: reason.describe('Where it is known from, such as the list and the entry.'),
  certificateId: z.uuid().nullable().default(null).describe('The forged certificate.'),
});
const liftBody = z.strictObject({ reason });
const finding = z
  .object({
    id: z.uuid(),
    supplierId: z.uuid(),
    kind: z.enum(findingKinds),
    reason: z.string(),
    certificateId: z.uuid().nullable(),
    foundBy: z.string(),
    foundAt: instant,
    liftedBy: z.string().nullable(),
    liftedAt: instant.nullable().describe('Null: it holds.'),
    liftReason: z.string().nullable(),
  })
  .meta({ id: 'Finding' });
const findings = pageOfItems(finding).meta({ id: 'Findings' });

@ApiTags('Findings')
@Controller('api/v1')
export class FindingsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Notes what holds against the supplier whatever its figures; its next scores are capped by it.')
  @Post('suppliers/:id/findings')
  @Permit('findings:write')
  @Idempotent()
  @Answers(201, finding)
  async add(
    @Param('id', { schema: id }) supplierId: string,
    @Body({ schema: newFinding }) body: z.infer<typeof newFinding>,
    @CommandId() commandId: string,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof finding>> {
    const added = { ...body, id: uuidv5('finding', commandId), supplierId, foundBy: caller.id, at: this.now() };
    return shown(
      await addFinding(this.db, added).catch((error: unknown) => {
        if (error instanceof UnknownCertificate) throw problems.invalid([{ path: 'certificateId', message: 'is none of the supplier' }]);
        return asSupplierProblem(error);
      }),
    );
  }

  @Does('The findings of the supplier, newest first, lifted ones too.')
  @Get('suppliers/:id/findings')
  @Permit('suppliers:read')
  @Answers(200, findings)
  async list(
    @Param('id', { schema: id }) supplierId: string,
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof findings>> {
    await supplierAsked(this.db, supplierId, request);
    const page = await listFindings(this.db, { supplierId, ...given(query) });
    return { ...page, items: page.items.map(shown) };
  }

  @Does('Lifts a finding; somebody else than who found it does that.')
  @Post('findings/:id/lift')
  @HttpCode(200)
  @Permit('findings:write')
  @Answers(200, finding)
  async lift(
    @Param('id', { schema: id }) findingId: string,
    @Body({ schema: liftBody }) body: z.infer<typeof liftBody>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof finding>> {
    const lifted = await liftFinding(this.db, { id: findingId, by: caller.id, reason: body.reason, at: this.now() }).catch((error: unknown) => {
      if (error instanceof FindingKept) throw problems.conflict(error.code, error.message);
      throw error;
    });
    if (!lifted) throw problems.notFound('This finding');
    return shown(lifted);
  }
}

function shown(record: FindingRecord): z.infer<typeof finding> {
  return { ...record, foundAt: record.foundAt.toISOString(), liftedAt: record.liftedAt?.toISOString() ?? null };
}
