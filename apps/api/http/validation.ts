import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { problemsOf } from '#apps/door/parse.js';
import { DocumentText } from './document-text.js';
import { problems } from './problem.js';
import { refuseUnstorable } from './unstorable.js';

/** What the pipe needs of a parameter; `schema` comes from `@Body({ schema })`, `@Query({ schema })`, `@Param('id', { schema })`. */
interface Described extends ArgumentMetadata {
  schema?: z.ZodType;
}

/**
 * Checks each described parameter by its schema and hands on what the schema makes of it.
 * A refused body is a 422, a refused query a 400, an id of the wrong form a 404: it names nothing.
 */
@Injectable()
export class SchemaPipe implements PipeTransform {
  async transform(value: unknown, metadata: Described): Promise<unknown> {
    // The schema of a document is there to be read; the route itself applies it, as it knows the lines.
    if (!metadata.schema || value instanceof DocumentText) return value;
    if (metadata.type === 'query') refuseUnstorable(value);
    const given = metadata.type === 'body' && value === undefined ? {} : value;
    const result = await metadata.schema.safeParseAsync(given);
    if (result.success) return result.data;
    if (metadata.type === 'param') throw problems.notFound();
    const errors = problemsOf(result);
    throw metadata.type === 'body' ? problems.invalid(errors) : problems.malformed('The query is not valid; see the fields.', errors);
  }
}
