import { onboarding } from './onboarding/contract.js';
import { phaseOut } from './phase-out/contract.js';
import { rectification } from './rectification/contract.js';
import type { ProcessContract } from './shared/process-contract.js';

/** The catalogue of processes whose cases people act on: one line each. */
export const processes = [rectification, phaseOut, onboarding] as const satisfies readonly ProcessContract[];

/** The contract by the process's name. */
export function contractOf(process: string): ProcessContract | undefined {
  return processes.find((each) => each.process === process);
}
