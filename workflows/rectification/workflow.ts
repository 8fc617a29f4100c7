import { rectificationCommands, type RectificationCommand, type RectificationCommandName } from '#domain/rectification/commands.js';
import { RECTIFICATION_SCHEMA, rectificationView, type RectificationState } from '#domain/rectification/state.js';
import { checkCommand, decideCommand, decideMoment, openRectification } from '#domain/rectification/transition.js';
import { continueAsNew } from '@temporalio/workflow';
import { CommandLoop, type LoopStart } from '../shared/command-loop.js';
import { rectification as contract, type RectificationInput } from './contract.js';
import { now } from '../shared/now.js';

/** What the workflow answers when its case has ended. */
export interface RectificationResult {
  readonly outcome: string;
}

/** One case: from opening to its end, however many months that takes. */
export async function rectification(input: RectificationInput): Promise<RectificationResult> {
  const loop = setup();
  const end = await loop.run(startOf(input));
  if (end.outcome === 'refused') return { outcome: end.code };
  if (end.outcome === 'continue') return continueAsNew<typeof rectification>({ resume: end.state });
  return { outcome: rectificationView(end.state).outcome ?? 'ended' };
}

function setup(): CommandLoop<RectificationState, RectificationCommand> {
  return new CommandLoop<RectificationState, RectificationCommand>({
    process: contract.process,
    schemaVersion: RECTIFICATION_SCHEMA,
    commandNames: Object.keys(rectificationCommands) as RectificationCommandName[],
    severity: (state) => state.severity,
    view: rectificationView,
    check: checkCommand,
    decide: decideCommand,
    decideMoment,
  });
}

function startOf(input: RectificationInput): LoopStart<RectificationState> {
  if ('resume' in input) return input;
  const { opening, actor, commandId, submissionId } = input;
  return { first: openRectification(opening, now()), command: { commandId, submissionId, actor } };
}
