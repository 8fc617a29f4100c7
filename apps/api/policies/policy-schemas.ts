import { z } from 'zod';
import { DocumentMalformed, type PolicyFault, PolicyInvalid } from '#domain/policy/fault.js';
import { readPolicy } from '#domain/policy/document.js';
import { type Policy, policySchema } from '#domain/policy/policy.js';
import { policyStatuses } from '#domain/policy/lifecycle.js';
import { PolicyStale, PolicyUnknown, type PolicyRecord } from '#persistence/policies/policies.js';
import { instant } from '../http/answers.js';
import type { DocumentText } from '../http/document-text.js';
import { pageOfItems } from '../http/paging.js';
import { type FieldError, Problem, problems } from '../http/problem.js';
import { refuseUnstorable } from '../http/unstorable.js';

/** A version as the API shows it. */
export const policy = z
  .object({
    version: z.int(),
    name: z.string(),
    status: z.enum(policyStatuses).exclude(['discarded']),
    revision: z.int().describe('Counts the times that the draft was replaced; also its ETag.'),
    document: policySchema.meta({ id: 'PolicyDocument' }),
    createdBy: z.string(),
    createdAt: instant,
    publishedAt: instant.nullable(),
  })
  .meta({ id: 'Policy' });
export const policies = pageOfItems(policy).meta({ id: 'Policies' });

/** The number of a version in an address. */
export const version = z.coerce.number().int().min(1).max(2_147_483_647);

/** A record as {@link policy}. */
export function shown({ policy: document, status, ...record }: PolicyRecord): z.infer<typeof policy> {
  if (status === 'discarded') throw problems.notFound('This version of the policy');
  return { ...record, status, document, createdAt: record.createdAt.toISOString(), publishedAt: record.publishedAt?.toISOString() ?? null };
}

/** The policy in a body. @throws Problem 400 when it is no JSON or YAML, 422 when the rules refuse it; both with the line of each fault */
export function policyIn({ format, text }: DocumentText): Policy {
  try {
    const read = readPolicy(text, format);
    refuseUnstorable(read);
    return read;
  } catch (error) {
    if (error instanceof DocumentMalformed) throw problems.malformed('The document cannot be read; see the lines.', error.faults.map(fieldError));
    if (error instanceof PolicyInvalid) throw refused(error.faults);
    throw error;
  }
}

function refused(faults: readonly PolicyFault[]): Problem {
  for (const { path, message } of faults) refuseUnstorable(path + message);
  return new Problem({ status: 422, code: 'invalid', detail: 'The rules refuse this policy; see the lines.', errors: faults.map(fieldError) });
}

function fieldError({ path, line, column, message }: PolicyFault): FieldError {
  return { path, message, ...(line === null || column === null ? {} : { line, column }) };
}

/** What the lifecycle refuses, as problems. @throws Problem 404 or 412 */
export async function found<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PolicyUnknown) throw problems.notFound('This version of the policy');
    if (error instanceof PolicyStale) throw problems.stale();
    throw error;
  }
}
