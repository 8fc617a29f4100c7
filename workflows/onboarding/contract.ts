import { allowedCommands, checkCommand } from '#domain/onboarding/arc.js';
import { onboardingCommands, type OnboardingCommand } from '#domain/onboarding/commands.js';
import { onboardingView, type OnboardingState } from '#domain/onboarding/state.js';
import type { OnboardingOpening } from '#domain/onboarding/transition.js';
import type { Actor } from '#domain/process/decision.js';
import { taskQueues } from '../shared/options.js';
import { idsWith, type CaseInput, type ProcessContract } from '../shared/process-contract.js';

/** What its workflow is started with. */
export type OnboardingInput = CaseInput<OnboardingOpening, OnboardingState>;

export const onboarding = {
  process: 'onboarding',
  route: 'onboardings',
  workflowType: 'supplierOnboarding',
  taskQueue: taskQueues.lifecycle,
  ...idsWith('onboarding'),
  commands: onboardingCommands,
  allowed: (state) => allowedCommands(state as OnboardingState),
  check: (state, command, actor: Actor) => checkCommand(state as OnboardingState, command as OnboardingCommand, actor),
  hands: (state) => {
    const { askedBy, approvals, extensionRequest } = state as OnboardingState;
    return [...askedBy, ...approvals.map(({ by }) => by), ...(extensionRequest ? [extensionRequest.by] : [])];
  },
  view: (state) => onboardingView(state as OnboardingState),
} as const satisfies ProcessContract;
