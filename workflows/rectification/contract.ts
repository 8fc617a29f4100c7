import type { Actor } from '#domain/process/decision.js';
import { rectificationCommands, type RectificationCommand } from '#domain/rectification/commands.js';
import { hands } from '#domain/rectification/separation.js';
import { rectificationView, type RectificationState } from '#domain/rectification/state.js';
import { allowedCommands, checkCommand } from '#domain/rectification/arc.js';
import type { RectificationOpening } from '#domain/rectification/transition.js';
import { taskQueues } from '../shared/options.js';
import { idsWith, type CaseInput, type ProcessContract } from '../shared/process-contract.js';

/** What its workflow is started with. */
export type RectificationInput = CaseInput<RectificationOpening, RectificationState>;

export const rectification = {
  process: 'rectification',
  route: 'rectifications',
  workflowType: 'rectification',
  taskQueue: taskQueues.lifecycle,
  ...idsWith('rectification'),
  commands: rectificationCommands,
  allowed: (state) => allowedCommands(state as RectificationState),
  check: (state, command, actor: Actor) => checkCommand(state as RectificationState, command as RectificationCommand, actor),
  hands: (state) => hands(state as RectificationState),
  view: (state) => rectificationView(state as RectificationState),
} as const satisfies ProcessContract;
