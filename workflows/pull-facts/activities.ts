/** What one pull brought, ids and counts only. `gone`: the connector was deleted; `failed`: the import failed as a whole, and says why. */
export type PullOutcome =
  | { readonly kind: 'gone' }
  | { readonly kind: 'nothingNew' }
  | { readonly kind: 'imported'; readonly importId: string; readonly rowsRead: number }
  | { readonly kind: 'failed'; readonly importId: string };

/** The port of a pull. It may be repeated: what has landed lands as unchanged. */
export interface PullFactsActivities {
  pull(input: { connectorId: string }): Promise<PullOutcome>;
}
