import { checkCommand, looksFirst } from '#domain/onboarding/arc.js';
import { onboardingCommands, type OnboardingCommand, type OnboardingCommandName } from '#domain/onboarding/commands.js';
import { ONBOARDING_SCHEMA, onboardingView, type OnboardingSeen, type OnboardingState, type TrialGrade } from '#domain/onboarding/state.js';
import { decideCommand, decideMoment, openOnboarding } from '#domain/onboarding/transition.js';
import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import { CommandLoop, loopStart } from '../shared/command-loop.js';
import { now } from '../shared/now.js';
import { activityOptions } from '../shared/options.js';
import type { OnboardingActivities } from './activities.js';
import { onboarding as contract, type OnboardingInput } from './contract.js';

const { readCorrections, gradeTrial } = proxyActivities<Pick<OnboardingActivities, 'readCorrections' | 'gradeTrial'>>(activityOptions.readFacts);

/** What the workflow answers when its case has ended. */
export interface OnboardingResult {
  readonly outcome: string;
}

/** One supplier comes in: from the invitation to its activation, or not. */
export async function supplierOnboarding(input: OnboardingInput): Promise<OnboardingResult> {
  const loop = setup();
  const end = await loop.run(loopStart(input, openOnboarding));
  if (end.outcome === 'refused') return { outcome: end.code };
  if (end.outcome === 'continue') return continueAsNew<typeof supplierOnboarding>({ resume: end.state });
  return { outcome: onboardingView(end.state).outcome ?? 'ended' };
}

function setup(): CommandLoop<OnboardingState, OnboardingCommand, OnboardingSeen> {
  return new CommandLoop<OnboardingState, OnboardingCommand, OnboardingSeen>({
    process: contract.process,
    schemaVersion: ONBOARDING_SCHEMA,
    commandNames: Object.keys(onboardingCommands) as OnboardingCommandName[],
    severity: () => null,
    view: onboardingView,
    check: checkCommand,
    decide: decideCommand,
    decideMoment,
    readers: () => null,
    observe: async (state, moment) => (moment.kind === 'elapse' ? { trial: await trialOf(state) } : undefined),
    look: async ({ caseId, terms }, { name }) => (looksFirst.includes(name) ? { corrections: await readCorrections({ caseId, severities: terms.findingsHold }) } : undefined),
  });
}

function trialOf({ supplierId, segment, policyVersion, trial, openedAt }: OnboardingState): Promise<TrialGrade> {
  return gradeTrial({ supplierId, segment: segment ?? 'routine', policyVersion, since: trial?.since ?? openedAt, at: now() });
}
