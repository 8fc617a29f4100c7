import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { dismissBody, mergeBody, nameBody } from '#domain/duplicates/merge.js';
import { supplierStatuses } from '#domain/supplier/status.js';
import type { Database } from '#persistence/database.js';
import { checkedKinds, checkSupplier } from '#persistence/duplicates/check.js';
import { DuplicateDecided, mergeDuplicate, MergeRefused, NotOfThePair } from '#persistence/duplicates/merge.js';
import { DuplicateOpen, nameDuplicate } from '#persistence/duplicates/name.js';
import { dismissDuplicate, duplicateKinds, duplicateStatuses, getDuplicate, listDuplicates, type DuplicateRecord } from '#persistence/duplicates/proposals.js';
import { findDuplicates } from '#persistence/duplicates/run.js';
import { SupplierMerged, SupplierUnknown } from '#persistence/suppliers/merged.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, dateText, Does, instant } from '../http/answers.js';
import { Idempotent } from '../http/idempotency.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { Problem, problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';

const supplierKnown = { code: z.string(), name: z.string(), country: z.string().nullable(), status: z.enum(supplierStatuses) };
const duplicate = z
  .object({
    id: z.uuid(),
    kind: z.enum(duplicateKinds).describe('sameTaxId is certain; namedByPerson: somebody said so.'),
    similarity: z.number().describe('0–1.'),
    evidence: z.record(z.string(), z.unknown()).describe('names; keys, or taxIds and country, or namedBy and namedBecause; merge: keptId, mergedId, facts, contacts.'),
    status: z.enum(duplicateStatuses),
    suppliers: z.array(z.object({ id: z.uuid(), ...supplierKnown, taxId: z.string().nullable() })).length(2),
    proposedAt: instant,
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Duplicate' });
const duplicates = pageOfItems(duplicate).meta({ id: 'Duplicates' });
const duplicatesQuery = pageQuery.extend({ status: z.enum(duplicateStatuses).optional(), supplierId: z.uuid().optional() });

const runBody = z.strictObject({ limit: z.int().min(1).max(20_000).default(2_000).describe('Names compared at most; the rest waits for the next run.') });
const duplicateRun = z
  .object({
    keysMade: z.int(),
    compared: z.int(),
    remaining: z.int().describe('Names that are still to be compared: run again.'),
    candidates: z.int(),
    proposed: z.object({ sameTaxId: z.int(), similarName: z.int() }),
  })
  .meta({ id: 'DuplicateRun' });

const checkQuery = z
  .object({ name: z.string().trim().min(1).max(200).optional(), taxId: z.string().trim().min(1).max(60).optional(), country: z.string().regex(/^[A-Z]{2}$/).optional(), email: z.string().trim().toLowerCase().min(1).max(254).optional().describe('Of a contact.') })
  .refine(({ name, taxId, country, email }) => name !== undefined || email !== undefined || (taxId !== undefined && country !== undefined), {
    path: ['name'],
    message: 'give a name, an address, or a tax id with its country',
  });
const checked = z
  .object({ items: z.array(z.object({ supplierId: z.uuid(), ...supplierKnown, kind: z.enum(checkedKinds), similarity: z.number() })).max(10) })
  .meta({ id: 'CheckedSuppliers' });

@ApiTags('Duplicates')
@Controller('api/v1')
export class DuplicatesController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Suppliers, and those that are only coming in, that this name, tax id or address may belong to, the most alike first; for asking while somebody types.')
  @Get('suppliers/check')
  @Permit('suppliers:read')
  @Answers(200, checked)
  async check(@Query({ schema: checkQuery }) query: z.infer<typeof checkQuery>): Promise<z.infer<typeof checked>> {
    const items = await checkSupplier(this.db, given(query));
    return { items: items.map((item) => ({ ...item, status: item.status as (typeof supplierStatuses)[number] })) };
  }

  @Does('Looks for suppliers that may be one: the same tax id, and similar names among those that are new or renamed since the last run.')
  @Post('duplicates/runs')
  @HttpCode(200)
  @Permit('duplicates:decide')
  @Answers(200, duplicateRun)
  async run(@Body({ schema: runBody }) body: z.infer<typeof runBody>): Promise<z.infer<typeof duplicateRun>> {
    return findDuplicates(this.db, { limit: body.limit, at: this.now() });
  }

  @Does(
    'Proposes two suppliers of which somebody knows that they are one, whatever they are called; a dismissed proposal of the two is opened again. It is merged or dismissed as any other, also by who named it. 409 duplicateOpen with runningId when they are proposed already.',
  )
  @Post('duplicates')
  @Permit('duplicates:decide')
  @Idempotent()
  @Answers(201, duplicate)
  async name(@Body({ schema: nameBody }) body: z.infer<typeof nameBody>, @Caller() caller: Principal): Promise<z.infer<typeof duplicate>> {
    const proposalId = await nameDuplicate(this.db, { ...body, by: caller.id, at: this.now() }).catch((error: unknown) => {
      throw nameProblem(error, body);
    });
    return shown(await this.find(proposalId));
  }

  @Does('Proposals, the most alike first.')
  @Get('duplicates')
  @Permit('duplicates:read')
  @Answers(200, duplicates)
  async list(@Query({ schema: duplicatesQuery }) query: z.infer<typeof duplicatesQuery>): Promise<z.infer<typeof duplicates>> {
    const page = await listDuplicates(this.db, given(query));
    return { ...page, items: page.items.map(shown) };
  }

  @Does('One proposal.')
  @Get('duplicates/:id')
  @Permit('duplicates:read')
  @Answers(200, duplicate)
  async one(@Param('id', { schema: id }) duplicateId: string): Promise<z.infer<typeof duplicate>> {
    return shown(await this.find(duplicateId));
  }

  @Does('Says that the two are not one; they are not proposed again unless a name changes.')
  @Post('duplicates/:id/dismiss')
  @HttpCode(200)
  @Permit('duplicates:decide')
  @Answers(200, duplicate)
  async dismiss(
    @Param('id', { schema: id }) duplicateId: string,
    @Body({ schema: dismissBody }) body: z.infer<typeof dismissBody>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof duplicate>> {
    const dismissed = await dismissDuplicate(this.db, { id: duplicateId, by: caller.id, reason: body.reason, at: this.now() });
    const found = await this.find(duplicateId);
    if (!dismissed) throw problems.conflict('decided', `This proposal is ${found.status}; it is not decided twice.`);
    return shown(found);
  }

  @Does('Makes the other of the two part of the one that is kept: facts, contacts and categories move, histories stay, a redirect is left.')
  @Post('duplicates/:id/merge')
  @HttpCode(200)
  @Permit('duplicates:decide')
  @Answers(200, duplicate)
  async merge(
    @Param('id', { schema: id }) duplicateId: string,
    @Body({ schema: mergeBody }) body: z.infer<typeof mergeBody>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof duplicate>> {
    const at = this.now();
    const merge = { proposalId: duplicateId, keepId: body.keep, reason: body.reason, decidedBy: caller.id, today: dateText(at), at };
    const merged = await mergeDuplicate(this.db, merge).catch((error: unknown) => {
      throw mergeProblem(error);
    });
    if (!merged) throw problems.notFound('This proposal');
    return shown(await this.find(duplicateId));
  }

  private async find(duplicateId: string): Promise<DuplicateRecord> {
    const found = await getDuplicate(this.db, duplicateId);
    if (!found) throw problems.notFound('This proposal');
    return found;
  }
}

function nameProblem(error: unknown, { firstId }: z.infer<typeof nameBody>): unknown {
  if (error instanceof DuplicateOpen) return problems.conflict(error.code, error.message, error.proposalId);
  if (!(error instanceof SupplierUnknown || error instanceof SupplierMerged)) return error;
  return problems.invalid([{ path: error.supplierId === firstId ? 'firstId' : 'secondId', message: error.message }]);
}

function mergeProblem(error: unknown): unknown {
  if (error instanceof DuplicateDecided) return problems.conflict(error.code, error.message);
  if (error instanceof NotOfThePair) return problems.invalid([{ path: 'keep', message: error.message }]);
  if (!(error instanceof MergeRefused)) return error;
  const errors = error.refusals.map(({ code, message }) => ({ path: code, message }));
  return new Problem({ status: 409, code: error.code, detail: error.message, errors });
}

function shown(record: DuplicateRecord): z.infer<typeof duplicate> {
  const suppliers = record.suppliers.map((side) => ({ ...side, status: side.status as (typeof supplierStatuses)[number] }));
  return { ...record, suppliers, proposedAt: record.proposedAt.toISOString(), decidedAt: record.decidedAt?.toISOString() ?? null };
}
