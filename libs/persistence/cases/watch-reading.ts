import type { Exact } from '#domain/indicators/exact.js';
import { noMeasures } from '#domain/indicators/measures.js';
import { indicatorsOf } from '#domain/indicators/user-defined.js';
import { countingOf, type Policy } from '#domain/policy/policy.js';
import type { Watch, WatchReading, WatchWindow } from '#domain/rectification/watch.js';
import { normalise } from '#domain/scoring/normaliser.js';
import type { Segment } from '#domain/supplier/status.js';
import type { Database } from '../database.js';
import { measureSuppliers } from '../measures/measure.js';
import { currentPolicy, getPolicy } from '../policies/policies.js';

/**
 * Reads the indicator that opened a case over the days of its watch, by the policy that the case began with. It is good enough
 * from its target on; where it has none, when it gets the points of grade B in the template of the supplier's segment.
 */
export async function readWatch(
  db: Database,
  { supplierId, policyVersion, watch, window, at }: { supplierId: string; policyVersion: number; watch: Watch; window: WatchWindow; at: Date },
): Promise<WatchReading> {
  const { policy } = (await getPolicy(db, policyVersion)) ?? (await currentPolicy(db));
  const definition = indicatorsOf(policy.indicators).find(({ name }) => name === watch.indicator);
  const supplier = await db.prisma.supplier.findUnique({ where: { id: supplierId }, select: { segment: true, mergedIntoId: true } });
  if (!definition || !supplier) return { value: null, sample: 0, reached: null };
  // Whose facts have become another's is judged as that one.
  const judged = supplier.mergedIntoId ?? supplierId;
  const measured = await measureSuppliers(db, { supplierIds: [judged], ...window, asOf: window.to, cutOffAt: at, ...countingOf(policy) });
  const { value, sample } = definition.from(measured.get(judged) ?? noMeasures);
  return { value: value?.toNumber() ?? null, sample, reached: value === null ? null : reached(value) };

  function reached(found: Exact): boolean | null {
    const { direction = 'higherIsBetter' } = definition ?? {};
    if (watch.target !== null) return direction === 'higherIsBetter' ? found.gte(watch.target) : found.lte(watch.target);
    return enoughPoints(policy, { indicator: watch.indicator, segment: supplier?.segment as Segment, value: found, direction });
  }
}

function enoughPoints(
  { templates, gradeBounds }: Policy,
  { indicator, segment, value, direction }: { indicator: string; segment: Segment; value: Exact; direction: 'higherIsBetter' | 'lowerIsBetter' },
): boolean | null {
  const line = templates[segment].find((weighed) => weighed.indicator === indicator);
  return line ? normalise(line.normaliser, value, direction).gte(gradeBounds.B) : null;
}
