import { z } from 'zod';
import { afterSalesSatisfaction } from './after-sales-satisfaction.js';
import { complaintsPerHundredLines } from './complaints-per-hundred-lines.js';
import { costChange } from './cost-change.js';
import type { IndicatorDefinition } from './definition.js';
import { humanRating } from './human-rating.js';
import { invoiceAccuracy } from './invoice-accuracy.js';
import { leadTimeDeviation } from './lead-time-deviation.js';
import { leadTimeMean } from './lead-time-mean.js';
import { leadTimeVariation } from './lead-time-variation.js';
import { lineStoppageHours } from './line-stoppage-hours.js';
import { lotAcceptanceRate } from './lot-acceptance-rate.js';
import { meanLateness } from './mean-lateness.js';
import { medianResponseTime } from './median-response-time.js';
import { netPromoterScore } from './net-promoter-score.js';
import { onTimeDelivery } from './on-time-delivery.js';
import { onTimeDeliveryByQuantity } from './on-time-delivery-by-quantity.js';
import { onTimeInFull } from './on-time-in-full.js';
import { partsPerMillion } from './parts-per-million.js';
import { paymentsOnTime } from './payments-on-time.js';
import { priceCompetitiveness } from './price-competitiveness.js';
import { qualityPassRate } from './quality-pass-rate.js';
import { rectificationEffectiveness } from './rectification-effectiveness.js';
import { responsiveness } from './responsiveness.js';
import { totalCost } from './total-cost.js';

/** Every built-in indicator, one line each, in the order in which people see them. */
export const indicators = [
  onTimeDelivery,
  onTimeDeliveryByQuantity,
  onTimeInFull,
  meanLateness,
  leadTimeMean,
  leadTimeDeviation,
  leadTimeVariation,
  qualityPassRate,
  lotAcceptanceRate,
  partsPerMillion,
  priceCompetitiveness,
  costChange,
  totalCost,
  invoiceAccuracy,
  paymentsOnTime,
  responsiveness,
  medianResponseTime,
  rectificationEffectiveness,
  lineStoppageHours,
  afterSalesSatisfaction,
  netPromoterScore,
  humanRating,
  complaintsPerHundredLines,
] as const;

/** The name of an indicator in policies, scores and the API: a built-in one, or one that a policy defines. */
export type IndicatorName = string;

/** See {@link IndicatorName}; whether there is such an indicator, only the policy can tell. */
export const indicatorNameSchema = z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/, 'a name of letters and digits that begins with a small letter');

/** The indicator of a name among the built-in ones, or among those of a policy. */
export function findIndicator(name: IndicatorName, among: readonly IndicatorDefinition[] = indicators): IndicatorDefinition | undefined {
  return among.find((indicator) => indicator.name === name);
}

/** The definition behind a name that is known to exist. @throws Error when it does not */
export function indicatorNamed(name: IndicatorName, among: readonly IndicatorDefinition[] = indicators): IndicatorDefinition {
  const definition = findIndicator(name, among);
  if (!definition) throw new Error(`There is no indicator ${name}`);
  return definition;
}
