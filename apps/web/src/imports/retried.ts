/** What a retry of corrected rows came to. */
export interface Retried {
  readonly importId: string;
  readonly landed: number;
  readonly stillWrong: number;
}
