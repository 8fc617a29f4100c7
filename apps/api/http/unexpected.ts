import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { Refusal } from '#domain/process/decision.js';
import { BadCursor } from '#persistence/cursor.js';
import { Prisma } from '#persistence/generated/client.js';
import { Problem, problems } from './problem.js';

/** What a caller may know of any error: a problem, without internals. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof BadCursor) return new Problem({ status: 400, code: 'badCursor', detail: error.message });
  if (error instanceof Refusal) return problems.conflict(error.code, error.message);
  if (error instanceof HttpException) return ofStatus(error.getStatus());
  if (isDatabaseAway(error)) return problems.unavailable('The database cannot be reached; nothing was done. Try again in a moment.');
  const status = statusOf(error);
  return ofStatus(status !== null && status < 500 ? status : 500);
}

const details: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  400: ['malformed', 'The request cannot be understood.'],
  403: ['forbidden', 'This is not permitted.'],
  404: ['notFound', 'There is no such resource.'],
  405: ['methodNotAllowed', 'This resource does not take this method.'],
  408: ['timeout', 'The request took too long to arrive.'],
  413: ['tooLarge', 'The request is larger than this resource takes.'],
  414: ['addressTooLong', 'The address is too long.'],
  415: ['unsupportedMediaType', 'This resource does not take this media type; send application/json unless its documentation says otherwise.'],
  429: ['tooManyRequests', 'Too many requests; wait as long as Retry-After says.'],
  500: ['internal', 'Something went wrong on our side; it has been logged. Repeat the request with the same Idempotency-Key.'],
  503: ['unavailable', 'Steward is stopping or not ready; try again in a moment.'],
};

function ofStatus(status: number): Problem {
  const [code, detail] = details[status] ?? ['refused', STATUS_CODES[status] ?? 'The request was refused.'];
  return new Problem({ status, code, detail, ...(status === 503 ? { retryAfterSeconds: 5 } : {}) });
}

/** Fastify's own errors carry their status. */
function statusOf(error: unknown): number | null {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : null;
}

/** Prisma's and PostgreSQL's codes for: cannot connect, connection lost, shutting down, starting, too many clients, no free connection. */
const awayCodes = new Set(['P1000', 'P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2037', '57P01', '57P02', '57P03', '53300']);
const awayErrnos = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN']);
const awayTexts = /connection terminated|timeout exceeded when trying to connect|server has closed the connection|client has encountered a connection error|code: `(?:57P0[123]|53300)`/i;

/** True for errors that mean the database cannot be reached now. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (awayCodes.has(code) || awayErrnos.has(code) || code.startsWith('08') || awayTexts.test(error.message)) return true;
  return error.cause !== undefined && error.cause !== error && isDatabaseAway(error.cause);
}
