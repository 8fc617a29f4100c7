import { latestJudgedMonth, shiftMonth, daysOfMonth } from '#domain/monitoring/judged-months.js';
import type { MonitoringTerms } from '#domain/monitoring/terms.js';
import type { Database } from '../database.js';
import { calendarFor, OURS } from '../holidays.js';
import { currentPolicy } from '../policies/policies.js';

/** The judged months that are looked at as of a day, and the numbers of the policy in force. */
export interface ForesightWindow {
  readonly asOf: string;
  readonly cutOffAt: Date;
  readonly terms: MonitoringTerms['foresight'];
  readonly toleranceDays: number;
  readonly latestMonth: string;
  /** First and last day, inclusive. */
  readonly from: string;
  readonly to: string;
}

/** @throws Refusal `noPolicy` */
export async function windowAsOf(db: Database, { asOf, at }: { asOf: string; at: Date }): Promise<ForesightWindow> {
  const { policy } = await currentPolicy(db);
  const { foresight: terms, judgedAfterBusinessDays } = policy.monitoring;
  const { toleranceDays } = policy;
  const calendar = calendarFor(OURS, at);
  const latestMonth = latestJudgedMonth(asOf, { judgedAfterBusinessDays, toleranceDays, calendar });
  const from = daysOfMonth(shiftMonth(latestMonth, 1 - terms.windowMonths)).first;
  return { asOf, cutOffAt: at, terms, toleranceDays, latestMonth, from, to: daysOfMonth(latestMonth).last };
}
