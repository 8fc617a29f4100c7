import type { RectificationOpening } from '#domain/rectification/transition.js';
import type { NewCase } from '../shared/process-contract.js';

/** The ports of the openings. Idempotent. */
export interface OpeningsActivities {
  /** The next openings of a batch that no workflow has taken yet, by submission; `next` is null after the last. */
  nextOpenings(input: { batchId: string; after: string | null }): Promise<{ cases: readonly OpeningCase[]; next: string | null }>;
}

/** One rectification to be started. */
export interface OpeningCase {
  readonly caseId: string;
  readonly supplierId: string;
  readonly severity: string;
  readonly input: NewCase<RectificationOpening>;
}
