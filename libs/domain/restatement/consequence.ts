import type { Grade } from '../supplier/status.js';

/** A score that was restated, and what its evaluation has led to so far. */
export interface RestatedScore {
  /** The grade that this restatement replaced. */
  readonly before: Grade;
  /** The grade that holds now. */
  readonly after: Grade;
  /** Open rectifications that this evaluation's grade has opened, those on their way included. */
  readonly openCases: readonly string[];
  /** A rectification for a grade C is open, or one that this evaluation opened ran to its end: nothing is left to open. */
  readonly answered: boolean;
}

/** What a person should decide after a restatement. */
export type RestatementProposal =
  | { readonly kind: 'cancelRectification'; readonly causeCaseId: string }
  | { readonly kind: 'openRectification'; readonly causeCaseId: null };

/**
 * The consequences of a restated grade (domain.md §5): a case whose C has gone should be cancelled, a new C should open one.
 * Both only proposed: nothing is undone by force. A grade that stays on its side of C proposes nothing, whatever became of
 * its case by other hands.
 */
export function proposalsAfter({ before, after, openCases, answered }: RestatedScore): RestatementProposal[] {
  if (before === 'C' && after !== 'C') return openCases.map((causeCaseId) => ({ kind: 'cancelRectification', causeCaseId }));
  if (before !== 'C' && after === 'C' && !answered) return [{ kind: 'openRectification', causeCaseId: null }];
  return [];
}
