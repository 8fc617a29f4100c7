import type { FastifyInstance } from 'fastify';
import { BODY_LIMIT } from './body-limit.js';
import { DocumentText, takesDocument } from './document-text.js';
import { problems } from './problem.js';
import { refuseUnstorable } from './unstorable.js';

/** How deep objects and arrays of a body may nest. */
const DEPTH_LIMIT = 20;

/**
 * Takes JSON bodies only: an empty one counts as none (a command without fields), a malformed or too deep one,
 * one that reaches for prototypes, or one with characters that cannot be stored, is a 400; any other media type is a 415.
 */
export function useJsonBodies(instance: FastifyInstance): void {
  const parse = instance.getDefaultJsonParser('error', 'error');
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser<string>('application/json', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (request, body, done) => {
    if (body.trim() === '') return done(null, undefined);
    if (takesDocument(request)) return done(null, new DocumentText('json', body));
    // The depth is counted before parsing: a deep body could exhaust the stack of everything that walks it.
    if (depthOf(body) > DEPTH_LIMIT) return done(problems.malformed(`The body nests deeper than ${DEPTH_LIMIT} levels.`));
    void parse(request, body, (error, value) => {
      if (error) return done(problems.malformed('The body is not valid JSON.'));
      try {
        // Such characters come only escaped: as they are, JSON and UTF-8 take neither.
        if (body.includes('\\u')) refuseUnstorable(value);
        done(null, value);
      } catch (problem) {
        done(problem as Error);
      }
    });
  });
}

function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let index = 0; index < json.length; index++) {
    const character = json[index];
    if (quoted) {
      if (character === '\\') index++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}
