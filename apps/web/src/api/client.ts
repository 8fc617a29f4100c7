import createClient from 'openapi-fetch';
import { problemOf } from './problem.js';
import type { paths } from './schema.js';

/** The typed client of Steward's API; the session cookie goes along by itself. */
export const api = createClient<paths>();

/** The body of a good answer. @throws ProblemError for every other one */
export async function answer<T>(request: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await request;
  if (!response.ok) throw problemOf(response.status, error);
  return data as T;
}

/** The body with its ETag, for a later `If-Match`. @throws ProblemError */
export async function taggedAnswer<T>(
  request: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<{ data: T; etag: string | null; status: number }> {
  const { data, error, response } = await request;
  if (!response.ok) throw problemOf(response.status, error);
  return { data: data as T, etag: response.headers.get('etag'), status: response.status };
}

/** A fresh key for a request that creates: sent twice, it creates once. */
export function newRequestKey(): string {
  return crypto.randomUUID();
}
