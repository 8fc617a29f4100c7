import { z } from 'zod';
import type { IndicatorDefinition } from './definition.js';
import { leadTimeMean } from './lead-time-mean.js';
import { leadTimeVariation } from './lead-time-variation.js';
import { meanLateness } from './mean-lateness.js';
import { onTimeDeliveryByQuantity } from './on-time-delivery-by-quantity.js';
import { onTimeDelivery } from './on-time-delivery.js';

/** Every indicator, one line each, in the order in which people see them. */
export const indicators = [
  onTimeDelivery,
  onTimeDeliveryByQuantity,
  meanLateness,
  leadTimeMean,
  leadTimeVariation,
] as const;

/** The name of an indicator in policies, scores and the API. */
export type IndicatorName = (typeof indicators)[number]['name'];

/** See {@link IndicatorName}. */
export const indicatorNameSchema = z.enum(indicators.map((indicator) => indicator.name));

const byName = new Map<IndicatorName, IndicatorDefinition<IndicatorName>>(
  indicators.map((indicator) => [indicator.name, indicator]),
);

/** The definition behind a name; every name of the type has one. */
export function indicatorNamed(name: IndicatorName): IndicatorDefinition<IndicatorName> {
  const definition = byName.get(name);
  if (!definition) throw new Error(`There is no indicator ${name}`);
  return definition;
}
