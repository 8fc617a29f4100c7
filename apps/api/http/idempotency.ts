import { createHash } from 'node:crypto';
import { applyDecorators, createParamDecorator, Injectable, UseInterceptors } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { v4 as uuidv4 } from 'uuid';
import { commandIdOf } from '#apps/door/command-id.js';
import { claimRequest, completeRequest, releaseRequest, type RequestIdentity, type StoredAnswer } from '#persistence/access/idempotency.js';
import type { Database } from '#persistence/database.js';
import { callerOf } from '../auth/principal.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { Problem, problems } from './problem.js';

const commandIds = new WeakMap<FastifyRequest, string>();

/** Where a request that must not be done twice is known by: caller, route with its ids, and key (random without a header). */
export interface RequestKey {
  readonly principal: string;
  readonly route: string;
  readonly key: string;
  readonly commandId: string;
  /** False without an Idempotency-Key header: nothing to remember then. */
  readonly named: boolean;
}

/** The key of a request. @throws Problem 400 for a header that is empty, longer than 255 characters or not printable ASCII */
export function requestKey(request: FastifyRequest): RequestKey {
  const header = request.headers['idempotency-key'];
  if (header !== undefined && (typeof header !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(header))) {
    throw problems.malformed('Idempotency-Key takes 1 to 255 printable ASCII characters.');
  }
  const principal = callerOf(request)?.id ?? 'anyone';
  const route = `${request.method} ${request.url.split('?')[0]}`;
  const key = header ?? uuidv4();
  return { principal, route, key, named: header !== undefined, commandId: commandIdOf(principal, route, key) };
}

/** What an answer is when it is kept: null when it is not final and must be worked out anew. */
export type Answered<T> = { readonly result: T; readonly keep: StoredAnswer | null };

/**
 * Does the work once per key. The same key and body again gets the kept answer through `replay`.
 * An error lets the key go, so that the next attempt tries again; a crash holds it for a minute at most.
 * @throws Problem 422 `idempotencyKeyReused`, 409 `inProgress`
 */
export async function once<T>(
  db: Database,
  now: Now,
  identity: RequestIdentity,
  work: () => Promise<Answered<T>>,
  replay: (answer: StoredAnswer) => T,
): Promise<T> {
  const claim = await claimRequest(db, identity, now());
  if (claim.kind === 'done') return replay(claim.answer);
  if (claim.kind === 'otherBody') throw problems.keyReused();
  if (claim.kind === 'running') {
    const { retryAfterSeconds } = claim;
    throw new Problem({ status: 409, code: 'inProgress', detail: 'The first request with this Idempotency-Key is still being worked on.', retryAfterSeconds });
  }
  try {
    const { result, keep } = await work();
    await (keep ? completeRequest(db, identity, keep) : releaseRequest(db, identity));
    return result;
  } catch (error) {
    await releaseRequest(db, identity).catch(() => undefined);
    throw error;
  }
}

/** sha256, in hexadecimal, of a parsed body. */
export function bodyHash(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body ?? null)).digest('hex');
}

@Injectable()
class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { named, commandId, ...key } = requestKey(request);
    commandIds.set(request, commandId);
    if (!named) return next.handle();
    const reply = http.getResponse<FastifyReply>();
    const identity = { principal: key.principal, route: key.route, key: key.key, bodySha256: bodyHash(request.body) };
    const work = async () => {
      const result: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      return { result, keep: reply.statusCode === 202 ? null : answerOf(reply, result) };
    };
    return from(once(this.db, this.now, identity, work, (answer) => repeat(reply, answer)));
  }
}

/** Derives the command's id from the key, but keeps no answer: for routes that answer with a secret, and do the same again. */
@Injectable()
class CommandIdInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    commandIds.set(request, requestKey(request).commandId);
    return next.handle();
  }
}

function answerOf(reply: FastifyReply, result: unknown): StoredAnswer {
  const location = reply.getHeader('location');
  const body = result === undefined ? null : (JSON.parse(JSON.stringify(result)) as StoredAnswer['body']);
  return { httpStatus: reply.statusCode, location: typeof location === 'string' ? location : null, body };
}

function repeat(reply: FastifyReply, answer: StoredAnswer): unknown {
  reply.code(answer.httpStatus);
  if (answer.location) reply.header('location', answer.location);
  return answer.body ?? undefined;
}

const header = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  description: 'The same key and body again gets the same answer for 48 hours; with another body it is a 422.',
});

/** The route takes an Idempotency-Key and keeps its answer. */
export const Idempotent = () => applyDecorators(UseInterceptors(IdempotencyInterceptor), header);

/** The route takes an Idempotency-Key; repeating it does the same again, since everything follows from the command's id. */
export const Repeatable = () => applyDecorators(UseInterceptors(CommandIdInterceptor), header);

/** Handler parameter: UUIDv5 of caller, route and Idempotency-Key; ids of what the request creates derive from it. */
export const CommandId = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return commandIds.get(request) ?? requestKey(request).commandId;
});
