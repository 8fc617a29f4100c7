/** A started role. `done` settles when it has stopped, and rejects when it dies by itself. */
export interface Running {
  close(): Promise<void>;
  readonly done: Promise<void>;
}
