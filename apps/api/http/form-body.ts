import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BODY_LIMIT } from './body-limit.js';
import { problems } from './problem.js';
import { refuseUnstorable } from './unstorable.js';

/** The route takes what an HTML form sends without a script; its body arrives as URLSearchParams, and no schema is applied to it. */
export const TakesForm = () => RouteConfig({ takesForm: true });

/** Takes forms where the route asks for one; elsewhere they are a 415, so that no page of another site can post to the API. */
export function useFormBodies(instance: FastifyInstance): void {
  instance.addContentTypeParser<string>('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (request, body, done) => {
    if (!('takesForm' in request.routeOptions.config)) return done(Object.assign(new Error('no forms here'), { statusCode: 415 }));
    try {
      const fields = new URLSearchParams(body);
      refuseUnstorable(Object.fromEntries(fields));
      done(null, fields);
    } catch (problem) {
      done(problem as Error);
    }
  });
}

/** The fields of a form; none where the body is empty. */
export function formOf(request: FastifyRequest): URLSearchParams {
  if (request.body instanceof URLSearchParams) return request.body;
  if (request.body === undefined || request.body === null) return new URLSearchParams();
  throw problems.malformed('This address takes a form.');
}
