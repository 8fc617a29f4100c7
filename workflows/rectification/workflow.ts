import { rectificationCommands, type RectificationCommand, type RectificationCommandName } from '#domain/rectification/commands.js';
import { RECTIFICATION_SCHEMA, rectificationView, type RectificationState } from '#domain/rectification/state.js';
import { checkCommand } from '#domain/rectification/arc.js';
import { decideCommand, decideMoment, openRectification } from '#domain/rectification/transition.js';
import { watchWindow, type WatchReading } from '#domain/rectification/watch.js';
import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import { CommandLoop, loopStart } from '../shared/command-loop.js';
import { rectification as contract, type RectificationInput } from './contract.js';
import { now } from '../shared/now.js';
import { activityOptions } from '../shared/options.js';
import type { RectificationActivities } from './activities.js';

const { readWatch } = proxyActivities<Pick<RectificationActivities, 'readWatch'>>(activityOptions.readFacts);

/** What the workflow answers when its case has ended. */
export interface RectificationResult {
  readonly outcome: string;
}

/** One case: from opening to its end, however many months that takes. */
export async function rectification(input: RectificationInput): Promise<RectificationResult> {
  const loop = setup();
  const end = await loop.run(loopStart(input, openRectification));
  if (end.outcome === 'refused') return { outcome: end.code };
  if (end.outcome === 'continue') return continueAsNew<typeof rectification>({ resume: end.state });
  return { outcome: rectificationView(end.state).outcome ?? 'ended' };
}

function setup(): CommandLoop<RectificationState, RectificationCommand, WatchReading> {
  return new CommandLoop<RectificationState, RectificationCommand, WatchReading>({
    process: contract.process,
    schemaVersion: RECTIFICATION_SCHEMA,
    commandNames: Object.keys(rectificationCommands) as RectificationCommandName[],
    severity: (state) => state.severity,
    view: rectificationView,
    check: checkCommand,
    decide: decideCommand,
    decideMoment,
    readers: (state) => state.readers,
    observe: async (state, moment) => (moment.kind === 'elapse' && state.watchedFrom !== null ? readTheWatch(state, state.watchedFrom) : undefined),
  });
}

/** What the facts of the days since verification say about the indicator that opened the case. */
function readTheWatch({ supplierId, policyVersion, watch }: RectificationState, watchedFrom: string): Promise<WatchReading> {
  const at = now();
  return readWatch({ supplierId, policyVersion, watch, window: watchWindow(watchedFrom, at), at });
}
