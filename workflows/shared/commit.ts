import type { Actor, CaseView, Deadline, DomainEvent, Due, Notification, ProposalDraft } from '#domain/process/decision.js';
import type { SupplierAct } from '#domain/supplier/status.js';

/** What the loop hands to `commit`: one decision of one case, to be written in one transaction. */
export interface CommitInput {
  readonly process: string;
  readonly workflowId: string;
  readonly caseId: string;
  readonly supplierId: string;
  readonly cause: string;
  readonly severity: string | null;
  readonly policyVersion: number;
  readonly schemaVersion: number;
  /** The workflow's time, ISO. */
  readonly at: string;
  readonly command: {
    readonly name: string;
    readonly commandId: string;
    readonly submissionId: string | null;
    readonly actor: Actor;
  };
  /** Sequence of the row before this commit; 0 when the case is new. */
  readonly previousSequence: number;
  /** The new state; `commit` completes `deadline` and `sequence`. */
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
  readonly notifications: readonly Notification[];
  readonly due: Due | null | 'keep';
  /** The running deadline, for `due: 'keep'`. */
  readonly deadline: Deadline | null;
  readonly proposals: readonly ProposalDraft[];
}

/** What was committed, or why the database's own rules refused it. */
export type CommitResult =
  | {
      readonly kind: 'committed';
      readonly sequence: number;
      readonly deadline: Deadline | null;
    }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** The ports of every process. */
export interface ProcessActivities {
  commit(input: CommitInput): Promise<CommitResult>;
}

/** What an Update answers: where the case stands after it. */
export interface CaseStanding extends CaseView {
  readonly caseId: string;
  readonly sequence: number;
  readonly dueAt: string | null;
}
