import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { v4 as uuidv4 } from 'uuid';
import { z } from 'zod';
import { factKindNames, type FactKindName } from '#domain/facts/catalogue.js';
import type { Door } from '#apps/door/door.js';
import { problemsOf } from '#apps/door/parse.js';
import type { Database } from '#persistence/database.js';
import { landBatch } from '#persistence/facts/land-batch.js';
import { SUBMISSIONS } from '#persistence/submissions-of-suppliers/decide.js';
import type { Principal } from '../auth/principal.js';
import { bodyHash, once, requestKey } from '../http/idempotency.js';
import { flag } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';
import { kindOfSegment, kindSegment } from './kind-names.js';

/** Facts of one batch; a larger load goes by file. */
export const MOST_FACTS = 5_000;

/** Who knows the facts by their external ids, unless the batch names another. */
const OWN_SOURCE = 'api';

/** The envelope alone: each item is judged by itself, so that one bad item is quarantined and the rest lands. */
export const batchBody = z.strictObject({
  source: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine((name) => name !== SUBMISSIONS, `${SUBMISSIONS} is where accepted submissions of suppliers come from; name your own system`)
    .default(OWN_SOURCE)
    .describe('The system that knows the facts by their external ids; it is part of their identity.'),
  items: z.array(z.unknown()).min(1, 'send at least one item').max(MOST_FACTS, `send at most ${MOST_FACTS} items at once, or a file`),
});

/** Query of a batch. */
export const batchQuery = z.object({ dryRun: flag.default(false).describe('`true`: everything but the landing.') });

const remark = z.object({ column: z.string().nullable(), value: z.string().nullable(), rule: z.string(), hint: z.string() }).meta({ id: 'FactRemark' });

/** What became of a batch and of each of its items, in their order. The id is that of its import. */
export const batchResult = z
  .object({
    id: z.uuid(),
    rowsRead: z.int().describe('landed + updated + unchanged + quarantined + filtered'),
    landed: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    quarantined: z.int(),
    filtered: z.int(),
    warnings: z.int(),
    items: z.array(
      z.object({
        index: z.int().describe('From 0.'),
        externalId: z.string().nullable(),
        status: z.enum(['landed', 'updated', 'unchanged', 'quarantined']),
        problems: z.array(remark).describe('Why it is quarantined.'),
        warnings: z.array(remark),
      }),
    ),
  })
  .meta({ id: 'FactBatch' });

/** See {@link batchResult}. */
export type BatchAnswer = z.infer<typeof batchResult>;

/** A batch as it was sent. */
export interface SentBatch {
  readonly body: z.infer<typeof batchBody>;
  readonly dryRun: boolean;
}

/** Lands batches of facts. */
@Injectable()
export class FactsDesk {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    @InjectNow() private readonly now: Now,
  ) {}

  /** The kind named in an address. @throws Problem 404 that names the kinds */
  kindIn(segment: string): FactKindName {
    const kind = kindOfSegment(segment);
    if (!kind) throw problems.notFound(`The kind of fact "${segment.slice(0, 60)}" (there are: ${factKindNames.map(kindSegment).join(', ')})`);
    return kind;
  }

  /** The batch in a body. @throws Problem 422 with each field */
  batchIn(body: unknown): SentBatch['body'] {
    const parsed = batchBody.safeParse(body ?? {});
    if (parsed.success) return parsed.data;
    throw problems.invalid(problemsOf(parsed));
  }

  /** Lands one batch; the same Idempotency-Key and batch again gets the same answer. */
  land(kind: FactKindName, { body, dryRun }: SentBatch, caller: Principal, request: FastifyRequest): Promise<BatchAnswer> {
    const { commandId: _id, named, ...key } = requestKey(request);
    const batch = { source: body.source, kind, facts: body.items, dryRun };
    // Each attempt is an import of its own: what an earlier one has landed lands as unchanged.
    const work = async (): Promise<BatchAnswer> => {
      const result = await landBatch(this.db, { ...batch, importId: uuidv4(), startedBy: caller.id, at: this.now() });
      // The facts have landed, whatever becomes of this: the sweeper starts what was missed.
      if (!dryRun) void this.door.startRestatements().catch(() => undefined);
      return answered(result);
    };
    if (!named) return work();
    const kept = async () => {
      const result = await work();
      return { result, keep: { httpStatus: 200, location: null, body: result } };
    };
    return once(this.db, this.now, { ...key, bodySha256: bodyHash({ kind, body, dryRun }) }, kept, (answer) => answer.body as BatchAnswer);
  }
}

function answered(result: Awaited<ReturnType<typeof landBatch>>): BatchAnswer {
  return { ...result, items: result.items.map((item) => ({ ...item, problems: [...item.problems], warnings: [...item.warnings] })) };
}
