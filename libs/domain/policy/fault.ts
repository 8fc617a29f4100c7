/** What is wrong in a policy document, where, and what to do about it. */
export interface PolicyFault {
  /** Dotted path in the document, such as `templates.routine.0.weight`; empty for the document itself. */
  readonly path: string;
  /** Counted from 1; null where the document came without its text. */
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

/** A policy document that the rules refuse; nothing was stored. */
export class PolicyInvalid extends Error {
  readonly code = 'policyInvalid';

  constructor(readonly faults: readonly PolicyFault[]) {
    super(faults.map(written).join('; '));
    this.name = 'PolicyInvalid';
  }
}

/** A text that is not JSON or YAML at all. */
export class DocumentMalformed extends Error {
  readonly code = 'malformed';

  constructor(readonly faults: readonly PolicyFault[]) {
    super(faults.map(written).join('; '));
    this.name = 'DocumentMalformed';
  }
}

function written({ path, line, column, message }: PolicyFault): string {
  const place = line === null || column === null ? '' : `${line}:${column} `;
  return `${place}${path === '' ? message : `${path}: ${message}`}`;
}
