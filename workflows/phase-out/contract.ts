import type { Actor } from '#domain/process/decision.js';
import { allowedCommands, checkCommand } from '#domain/phase-out/arc.js';
import { phaseOutCommands, type PhaseOutCommand } from '#domain/phase-out/commands.js';
import { phaseOutView, type PhaseOutState } from '#domain/phase-out/state.js';
import type { PhaseOutOpening } from '#domain/phase-out/transition.js';
import { taskQueues } from '../shared/options.js';
import { idsWith, type CaseInput, type ProcessContract } from '../shared/process-contract.js';

/** What its workflow is started with. */
export type PhaseOutInput = CaseInput<PhaseOutOpening, PhaseOutState>;

export const phaseOut = {
  process: 'phaseOut',
  route: 'phase-outs',
  workflowType: 'phaseOut',
  taskQueue: taskQueues.lifecycle,
  ...idsWith('phase-out'),
  commands: phaseOutCommands,
  allowed: (state) => allowedCommands(state as PhaseOutState),
  check: (state, command, actor: Actor) => checkCommand(state as PhaseOutState, command as PhaseOutCommand, actor),
  hands: (state) => [...(state as PhaseOutState).askedBy, ...(state as PhaseOutState).approvals.map(({ by }) => by)],
  view: (state) => phaseOutView(state as PhaseOutState),
} as const satisfies ProcessContract;
