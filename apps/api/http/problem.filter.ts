import { Catch, Logger, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebApp } from '../web/web-app.js';
import { Problem } from './problem.js';
import type { RouteBook } from './route-book.js';
import { problemOf } from './unexpected.js';

/** Every error leaves as application/problem+json; an address without a route is a page of the web app, or a 404 or 405. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('api');

  constructor(
    private readonly routes: RouteBook,
    private readonly web: () => WebApp | null,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (error instanceof NotFoundException && !(error instanceof Problem)) return this.unrouted(request, reply, error);
    const problem = problemOf(error);
    if (problem.getStatus() >= 500 && problem !== error) this.logger.error(`${request.method} ${request.routeOptions?.url ?? ''} failed`, stackOf(error));
    sendProblem(reply, problem);
  }

  private unrouted(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
    const methods = this.routes.methodsOf(request.url);
    if (methods.length > 0) return sendProblem(reply, methodNotAllowed(methods));
    if (!this.web()?.answers(request, reply)) sendProblem(reply, problemOf(error));
  }
}

function methodNotAllowed(methods: readonly string[]): Problem {
  const allow = methods.join(', ');
  return new Problem({ status: 405, code: 'methodNotAllowed', detail: `This resource takes ${allow}.`, headers: { allow } });
}

/** Sends a problem unless an answer has begun. */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  if (reply.sent || reply.raw.headersSent) return;
  void reply
    .code(problem.getStatus())
    .headers(problem.headers)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    // As bytes: the media type of problems has no charset parameter, and the server would add one to a text.
    .send(Buffer.from(JSON.stringify(problem.getResponse())));
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
