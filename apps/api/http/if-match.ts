import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** The entity tag of a version or sequence: `"7"`. */
export function entityTag(version: number): string {
  return `"${version}"`;
}

/**
 * The version that an If-Match header names; undefined without one and for `*`.
 * @throws Problem 412 for a tag that we never gave
 */
export function expectedVersion(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const match = /^"(\d{1,9})"$/.exec(header.trim());
  if (!match) throw new Problem({ status: 412, code: 'stale', detail: 'If-Match takes the ETag of the last answer, such as "7".' });
  return Number(match[1]);
}

/** Handler parameter: see {@link expectedVersion}. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number | undefined =>
  expectedVersion(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);
