import type { Prisma, Submission } from '#persistence/generated/client.js';
import type { PolicyRecord } from '#persistence/policies/policies.js';
import type { ProcessContract } from '#workflows/shared/process-contract.js';
import type { Engine } from './act.js';
import type { OpenRequest, Outcome } from './door.js';

/** What is stored of an opening before any workflow hears of it. */
export interface PreparedOpening {
  readonly supplierId: string;
  /** `cause`: one open case per supplier and cause. */
  readonly facts: Prisma.InputJsonObject & { readonly cause: string };
  readonly content: Prisma.InputJsonObject;
}

/** See {@link Opener.begin}. */
interface Begun {
  readonly opening: object;
  readonly summary: string;
}

/** How cases of a process are opened from outside. */
export interface Opener {
  readonly contract: ProcessContract;
  /** Checks what was sent, and reads what the opening has to know; an outcome where the rules say no. */
  prepare(engine: Engine, request: OpenRequest): Promise<PreparedOpening | Exclude<Outcome, { status: 'applied' | 'pending' }>>;
  /** What a stored opening says of the case that it begins, under the policy given, and its summary in Temporal. */
  begin(submission: Submission, policy: Pick<PolicyRecord, 'policy' | 'version'>, engine: Engine): Begun | Promise<Begun>;
  /** What becomes of an opening whose case is open already; null: it is a twin, and refused. */
  again?(engine: Engine, twin: { readonly request: OpenRequest; readonly runningId: string; readonly content: PreparedOpening['content'] }): Promise<Outcome | null>;
  /** What is said where such a case is open already. */
  twin(runningId: string): string;
}
