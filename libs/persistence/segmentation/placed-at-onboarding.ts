import { noFigures } from '#domain/onboarding/placing.js';
import { place, type Answers } from '#domain/segmentation/kraljic.js';
import type { SegmentationTerms } from '#domain/segmentation/terms.js';
import type { Transaction } from '../database.js';
import { refreshSegments } from './effective.js';
import { placementRow } from './placements.js';
import { replacePlacement } from './segmentations.js';

/**
 * Places a supplier that becomes active in each of its categories by the answers of its onboarding, in the transaction of that. One
 * without categories has the segment as a whole, until it is placed in one. It takes no `lockSegments`, which whoever holds the
 * supplier already must not wait for: a run at that moment finds it the next time.
 */
export async function recordPlacement(
  tx: Transaction,
  { supplierId, categories, terms, answers, policyVersion, decidedBy, at }: { supplierId: string; categories: readonly string[]; terms: SegmentationTerms; answers: Answers; policyVersion: number; decidedBy: string; at: Date },
): Promise<void> {
  const placed = place(terms, answers, noFigures);
  if (placed.segment === null) return;
  const asOf = at.toISOString().slice(0, 10);
  if (categories.length === 0) await tx.supplier.update({ where: { id: supplierId }, data: { segment: placed.segment, version: { increment: 1 }, updatedAt: at } });
  for (const category of categories) {
    await replacePlacement(tx, placementRow({ supplierId, category }, answers, { figures: noFigures, asOf }, placed), { policyVersion, decidedBy, at });
  }
  if (categories.length > 0) await refreshSegments(tx, { ids: [supplierId], asOf, at });
}
