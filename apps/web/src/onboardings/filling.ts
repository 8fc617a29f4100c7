import type { FieldProblem } from '../api/problem.js';
import type { Case } from '../cases/queries.js';

/** What a field of an onboarding's form is given. */
export interface Filling {
  readonly one: Case;
  readonly value: string;
  readonly error: string | undefined;
  readonly faults: readonly FieldProblem[];
  readonly onChange: (value: string) => void;
}
