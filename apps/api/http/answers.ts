import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';

/** The problem document of every error. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; meant for programs.'),
    detail: z.string().describe('What is wrong and what to do; meant for people.'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string(), line: z.int().optional().describe('In a document, from 1.'), column: z.int().optional() }))
      .optional(),
    runningId: z.uuid().optional().describe('What stands in the way, such as the running twin.'),
  })
  .meta({ id: 'Problem' });

/** Says in a sentence what a route does, in the API's documentation. */
export const Does = (summary: string) => ApiOperation({ summary });

/** Documents the good answer of a route. */
export function Answers(status: number, schema: z.ZodType | null, description = '') {
  return applyDecorators(ApiResponse({ status, description, ...(schema === null ? {} : { standardSchema: schema }) }));
}

/** An instant, ISO 8601 in UTC. */
export const instant = z.iso.datetime();

/** A date, `YYYY-MM-DD`. */
export const date = z.iso.date().refine((day) => day >= '1900-01-01' && day < '2200-01-01', 'must lie between 1900 and 2199');

/** The `YYYY-MM-DD` of a date column. */
export function dateText(value: Date): string {
  return value.toISOString().slice(0, 10);
}
