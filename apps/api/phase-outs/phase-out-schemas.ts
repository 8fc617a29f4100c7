import { z } from 'zod';
import { handoverItems } from '#domain/phase-out/commands.js';
import type { Effect } from '#domain/phase-out/effects.js';
import { planned } from '#domain/phase-out/planned.js';
import { uncovered } from '#domain/phase-out/sources.js';
import type { PhaseOutState } from '#domain/phase-out/state.js';
import { supplierStatuses } from '#domain/supplier/status.js';
import { date, instant } from '../http/answers.js';

const percent = z.number().min(0).max(100);
const shiftStep = z.object({ afterDays: z.int().describe('Calendar days after the notice.'), moved: percent.describe('Of the share, in all.') });
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
    recorded: z
      .object({ tooling: z.string().nullable(), documents: z.string().nullable(), knowledge: z.string().nullable(), fileIds: z.array(z.uuid()) })
      .describe('What of ours is with the supplier, as people recorded it: the last word on each.'),
    withoutSource: z.array(z.object({ category: z.string(), why: z.enum(['noBackup', 'backupNotActive']) })).describe('What stands against an approval.'),
    backups: z.array(z.object({ category: z.string(), supplierId: z.uuid(), share: percent, status: z.enum(supplierStatuses).nullable() })),
    awaitedSince: instant.nullable().describe('Since when a backup or open orders are waited for.'),
    askedBy: z.array(z.string()).describe('Who asked for it; none of them approves it.'),
    approvals: z.array(z.object({ by: z.string(), at: instant })),
    approvalsNeeded: z.int(),
    notice: z
      .object({ givenAt: instant, endsOn: date, blockedFrom: date, steps: z.array(shiftStep), stepsDone: z.int() })
      .nullable()
      .describe('Null until it is approved.'),
    planned: z.object({ noticeDays: z.int(), steps: z.array(shiftStep) }).describe('What the last approval sets in motion: calendar days of notice, and the steps of the share.'),
    inEffect: z
      .array(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('status') }),
          z.object({ kind: z.literal('notice'), endsOn: date }),
          z.object({ kind: z.literal('orderBlock'), from: date }),
          z.object({ kind: z.literal('shares'), step: z.int().describe('From 1.'), changes: z.array(z.object({ category: z.string(), supplierId: z.uuid(), from: percent.nullable(), to: percent })) }),
        ]),
      )
      .describe('What an abort would undo, in that order.'),
    handover: z.array(z.object({ item: z.enum(handoverItems), result: z.enum(['done', 'notApplicable']).nullable() })),
  })
  .meta({ id: 'PhaseOutDetail' });

/** The state as it is shown, with what people recorded of the impact, the oldest first. */
export function shownPhaseOut(state: PhaseOutState, recorded: readonly Record<string, unknown>[]): z.infer<typeof phaseOutSchema> {
  const { supply, overridden, backups, approvals, terms, notice, stepsDone, checkedOff, askedBy, waitingSince, done } = state;
  const { openLines, openOrders, openValue, spend } = supply;
  const plan = planned(state);
  return {
    impact: {
      openLines,
      openOrders,
      openValue: [...openValue],
      spend: [...spend],
      categories: supply.categories.map(({ category, share, otherSources }) => ({ category, share, otherSources, overridden: overridden.some((each) => each.category === category) })),
    },
    recorded: lastWord(recorded),
    withoutSource: uncovered(state),
    backups: backups.map((backup) => ({ ...backup, status: supply.backups.find((each) => each.category === backup.category && each.supplierId === backup.supplierId)?.status ?? null })),
    awaitedSince: waitingSince,
    askedBy: [...askedBy],
    approvals: approvals.map((each) => ({ ...each })),
    approvalsNeeded: terms.approvals,
    notice: notice && { givenAt: notice.at, endsOn: notice.endsOn, blockedFrom: notice.blockedFrom, steps: notice.steps.map((each) => ({ ...each })), stepsDone },
    planned: { noticeDays: plan.days, steps: plan.steps.map((each) => ({ ...each })) },
    inEffect: done.toReversed().map(shownEffect),
    handover: handoverItems.map((item) => ({ item, result: checkedOff[item] ?? null })),
  };
}

/** Each part as it was recorded last; the files of all. */
function lastWord(recorded: readonly Record<string, unknown>[]): z.infer<typeof phaseOutSchema>['recorded'] {
  const last = (part: 'tooling' | 'documents' | 'knowledge') => recorded.flatMap(({ [part]: said }) => (typeof said === 'string' ? [said] : [])).at(-1) ?? null;
  const files = recorded.flatMap(({ files: named }) => (Array.isArray(named) ? named.filter((each): each is string => typeof each === 'string') : []));
  return { tooling: last('tooling'), documents: last('documents'), knowledge: last('knowledge'), fileIds: [...new Set(files)] };
}

function shownEffect(effect: Effect): z.infer<typeof phaseOutSchema>['inEffect'][number] {
  if (effect.kind !== 'shares') return effect;
  return { kind: 'shares', step: effect.step + 1, changes: effect.changes.map(({ category, supplierId, from, to }) => ({ category, supplierId, from, to })) };
}
