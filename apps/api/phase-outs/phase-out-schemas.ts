import { z } from 'zod';
import { handoverItems } from '#domain/phase-out/commands.js';
import { uncovered } from '#domain/phase-out/sources.js';
import type { PhaseOutState } from '#domain/phase-out/state.js';
import { supplierStatuses } from '#domain/supplier/status.js';
import { date, instant } from '../http/answers.js';

const percent = z.number().min(0).max(100);
const money = z.array(z.object({ currency: z.string(), value: z.string() }));

/** What a phase-out shows besides what every case shows. */
export const phaseOutSchema = z
  .object({
    impact: z
      .object({
        openLines: z.int(),
        openOrders: z.int(),
        openValue: money,
        spend: money.describe('Of the trailing 12 months.'),
        categories: z.array(
          z.object({
            category: z.string(),
            share: percent.describe('Of the orders in the category: as set, else by spend.'),
            otherSources: z.int().describe('Other suppliers that can be ordered from.'),
            overridden: z.boolean().describe('A manager lets it be left without a source.'),
          }),
        ),
      })
      .describe('As the facts said when they were last looked at.'),
    withoutSource: z.array(z.object({ category: z.string(), why: z.enum(['noBackup', 'backupNotActive']) })).describe('What stands against an approval.'),
    backups: z.array(z.object({ category: z.string(), supplierId: z.uuid(), share: percent, status: z.enum(supplierStatuses).nullable() })),
    approvals: z.array(z.object({ by: z.string(), at: instant })),
    approvalsNeeded: z.int(),
    notice: z
      .object({ givenAt: instant, endsOn: date, blockedFrom: date, steps: z.array(z.object({ afterDays: z.int(), moved: percent })), stepsDone: z.int() })
      .nullable()
      .describe('Null until it is approved.'),
    handover: z.array(z.object({ item: z.enum(handoverItems), result: z.enum(['done', 'notApplicable']).nullable() })),
  })
  .meta({ id: 'PhaseOutDetail' });

/** The state as it is shown. */
export function shownPhaseOut(state: PhaseOutState): z.infer<typeof phaseOutSchema> {
  const { supply, overridden, backups, approvals, terms, notice, stepsDone, checkedOff } = state;
  const { openLines, openOrders, openValue, spend } = supply;
  return {
    impact: {
      openLines,
      openOrders,
      openValue: [...openValue],
      spend: [...spend],
      categories: supply.categories.map(({ category, share, otherSources }) => ({ category, share, otherSources, overridden: overridden.some((each) => each.category === category) })),
    },
    withoutSource: uncovered(state),
    backups: backups.map((backup) => ({ ...backup, status: supply.backups.find((each) => each.category === backup.category && each.supplierId === backup.supplierId)?.status ?? null })),
    approvals: approvals.map((each) => ({ ...each })),
    approvalsNeeded: terms.approvals,
    notice: notice && { givenAt: notice.at, endsOn: notice.endsOn, blockedFrom: notice.blockedFrom, steps: notice.steps.map((each) => ({ ...each })), stepsDone },
    handover: handoverItems.map((item) => ({ item, result: checkedOff[item] ?? null })),
  };
}
