import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DocumentFormat } from '#domain/policy/text.js';
import { BODY_LIMIT } from './body-limit.js';

/** A body that was left as text, so that the route can say in which line a fault is. */
export class DocumentText {
  constructor(
    readonly format: DocumentFormat,
    readonly text: string,
  ) {}
}

const yamlTypes = ['application/yaml', 'application/x-yaml', 'text/yaml'];

/** The route takes a document as JSON or YAML; its body arrives as {@link DocumentText}, and no schema is applied to it. */
export const TakesDocument = () => applyDecorators(RouteConfig({ takesDocument: true }), ApiConsumes('application/json', 'application/yaml'));

/** True for a request to a route with {@link TakesDocument}. */
export function takesDocument(request: FastifyRequest): boolean {
  return 'takesDocument' in request.routeOptions.config;
}

/** Takes YAML bodies where the route asks for a document; elsewhere they are a 415. */
export function useYamlBodies(instance: FastifyInstance): void {
  instance.addContentTypeParser<string>(yamlTypes, { parseAs: 'string', bodyLimit: BODY_LIMIT }, (request, body, done) => {
    if (takesDocument(request)) done(null, new DocumentText('yaml', body));
    else done(Object.assign(new Error('no YAML here'), { statusCode: 415 }));
  });
}
