import { checkCommand, looksFirst } from '#domain/phase-out/arc.js';
import { phaseOutCommands, type PhaseOutCommand, type PhaseOutCommandName } from '#domain/phase-out/commands.js';
import { PHASE_OUT_SCHEMA, phaseOutView, type Backup, type PhaseOutState } from '#domain/phase-out/state.js';
import type { Supply } from '#domain/phase-out/supply.js';
import { decideCommand, decideMoment, openPhaseOut } from '#domain/phase-out/transition.js';
import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import { CommandLoop, loopStart } from '../shared/command-loop.js';
import { now } from '../shared/now.js';
import { activityOptions } from '../shared/options.js';
import type { PhaseOutActivities } from './activities.js';
import { phaseOut as contract, type PhaseOutInput } from './contract.js';

const { readSupply } = proxyActivities<Pick<PhaseOutActivities, 'readSupply'>>(activityOptions.readFacts);

/** What the workflow answers when its case has ended. */
export interface PhaseOutResult {
  readonly outcome: string;
}

/** One supplier leaves: from the proposal to the settlement, or back. */
export async function phaseOut(input: PhaseOutInput): Promise<PhaseOutResult> {
  const loop = setup();
  const end = await loop.run(loopStart(input, openPhaseOut));
  if (end.outcome === 'refused') return { outcome: end.code };
  if (end.outcome === 'continue') return continueAsNew<typeof phaseOut>({ resume: end.state });
  return { outcome: phaseOutView(end.state).outcome ?? 'ended' };
}

function setup(): CommandLoop<PhaseOutState, PhaseOutCommand, Supply> {
  return new CommandLoop<PhaseOutState, PhaseOutCommand, Supply>({
    process: contract.process,
    schemaVersion: PHASE_OUT_SCHEMA,
    commandNames: Object.keys(phaseOutCommands) as PhaseOutCommandName[],
    severity: () => null,
    view: phaseOutView,
    check: checkCommand,
    decide: decideCommand,
    decideMoment,
    readers: () => null,
    observe: async (state, moment) => (moment.kind === 'elapse' ? lookAtFacts(state, state.backups) : undefined),
    look: async (state, command) => (looksFirst.includes(command.name) ? lookAtFacts(state, [...state.backups, ...chosen(command)]) : undefined),
  });
}

function lookAtFacts({ supplierId }: PhaseOutState, backups: readonly Pick<Backup, 'category' | 'supplierId'>[]): Promise<Supply> {
  return readSupply({ supplierId, backups: backups.map((backup) => ({ category: backup.category, supplierId: backup.supplierId })), at: now() });
}

function chosen(command: PhaseOutCommand): readonly Pick<Backup, 'category' | 'supplierId'>[] {
  return command.name === 'chooseBackup' ? [command.facts] : [];
}
