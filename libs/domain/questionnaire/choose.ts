import type { Segment } from '../supplier/status.js';
import type { SupplierKind } from '../supplier/supplier.js';
import type { Scope } from './questionnaire.js';

/** Of a supplier, what decides on its questionnaire. */
export interface Asked {
  readonly segment: Segment;
  readonly kind: SupplierKind;
  readonly categories: readonly string[];
}

/**
 * The questionnaire for a supplier: the one that says most closely whom it is for, by category before kind before segment; of equals the
 * first. Null when none is for it.
 */
export function chooseQuestionnaire<Known extends { readonly for: Scope }>(known: readonly Known[], supplier: Asked): Known | null {
  const fitting = known.flatMap((each) => {
    const closeness = closenessOf(each.for, supplier);
    return closeness === null ? [] : [{ each, closeness }];
  });
  return fitting.reduce<(typeof fitting)[number] | null>((best, next) => (best === null || next.closeness > best.closeness ? next : best), null)?.each ?? null;
}

function closenessOf({ categories, kinds, segments }: Scope, supplier: Asked): number | null {
  const named = [
    { all: categories.length === 0, fits: categories.some((each) => supplier.categories.includes(each)), worth: 4 },
    { all: kinds.length === 0, fits: kinds.includes(supplier.kind), worth: 2 },
    { all: segments.length === 0, fits: segments.includes(supplier.segment), worth: 1 },
  ];
  if (named.some(({ all, fits }) => !all && !fits)) return null;
  return named.reduce((sum, { all, worth }) => sum + (all ? 0 : worth), 0);
}
