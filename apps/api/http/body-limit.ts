/** Largest body that is not a file, in bytes. */
export const BODY_LIMIT = 1_048_576;
