import { Refusal } from '#domain/process/decision.js';
import { authorityOf } from '#persistence/access/deputies.js';
import { sameHand } from '#persistence/access/keys.js';
import type { CaseFilter, CaseRecord } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import { contractOf, processes } from '#workflows/contracts.js';
import type { ProcessContract } from '#workflows/shared/process-contract.js';
import { isPermission } from '../auth/permissions.js';
import type { Principal } from '../auth/principal.js';
import { refusalOfHands } from '../processes/hands.js';

/** The stage and the command of the processes in which not everybody with the permission may approve. */
const APPROVAL = { stage: 'approving', command: 'approve' } as const;

interface Looking {
  readonly db: Database;
  readonly at: Date;
  readonly list: (filter: Partial<CaseFilter>) => Promise<CaseRecord[]>;
}

/** Open approvals that the caller may give: by a role, as a deputy, or because one was passed on to them. */
export async function approvalsFor(caller: Principal, { db, at, list }: Looking): Promise<CaseRecord[]> {
  const asking = processes.filter((contract) => isApprovedByRight(contract) && mayApprove(contract, caller));
  const open = (await Promise.all(asking.map(({ process }) => list({ process, stage: APPROVAL.stage })))).flat();
  if (open.length === 0) return [];
  const { id, personId, roles } = caller;
  const [authority, others] = await Promise.all([authorityOf(db, { personId, roles, at }), sameHand(db, id)]);
  return open.filter(({ process, state }) => {
    const contract = asking.find((each) => each.process === process);
    if (!contract || refusalOfHands(contract, state, APPROVAL.command, { caller, others }) !== null) return false;
    return isAllowed(() => contract.check(state, { name: APPROVAL.command, facts: { authority } }, caller.actor));
  });
}

/** Whether a case waits for approvals that are given by right: what its row says of the first role is then not all. */
export function asksForApproval({ process, stage }: CaseRecord): boolean {
  const contract = contractOf(process);
  return stage === APPROVAL.stage && contract !== undefined && isApprovedByRight(contract);
}

function isApprovedByRight({ commands }: ProcessContract): boolean {
  return commands[APPROVAL.command]?.byRight === true;
}

function mayApprove({ commands }: ProcessContract, caller: Principal): boolean {
  const permission = commands[APPROVAL.command]?.permission ?? '';
  return isPermission(permission) && caller.permissions.has(permission);
}

function isAllowed(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
