import type { Actor, CaseView, DomainEvent, ProposalDraft } from '#domain/process/decision.js';
import type { SupplierAct } from '#domain/supplier/status.js';

/** One decision of one case, to be written whole or not at all. `at` is the workflow's time. */
export interface CaseCommit {
  readonly process: string;
  readonly workflowId: string;
  readonly caseId: string;
  readonly supplierId: string;
  readonly cause: string;
  readonly severity: string | null;
  readonly policyVersion: number;
  readonly schemaVersion: number;
  readonly at: Date;
  readonly command: { readonly name: string; readonly commandId: string; readonly submissionId: string | null; readonly actor: Actor };
  readonly previousSequence: number;
  readonly state: object;
  readonly view: CaseView;
  /** Ids of those who may see a confidential case; null: whoever may read cases. */
  readonly readers: readonly string[] | null;
  /** The new owner; null: as before. */
  readonly owner: string | null;
  /** The older case into which this one ends. */
  readonly mergeInto: string | null;
  /** What happens to the supplier's status; null: nothing. */
  readonly supplierAct: SupplierAct | null;
  readonly events: readonly DomainEvent[];
  readonly proposals: readonly ProposalDraft[];
}
