import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answer, api, taggedAnswer } from '../api/client.js';
import { asProblem, ProblemError } from '../api/problem.js';
import type { components } from '../api/schema.js';
import { isProcess, routeOf, useReadableProcesses, type Process } from './processes.js';

/** A case as the API shows it. */
export type Case = components['schemas']['Case'];
export type CaseEvent = components['schemas']['CaseEvent'];
export type Message = components['schemas']['Message'];

/** What a list of cases can be narrowed to; empty texts mean all. */
export interface CaseFilter {
  readonly status: string;
  readonly waitingFor: string;
  /** `true` or empty. */
  readonly overdue: string;
  readonly supplierId: string;
}

/** A case whose process is known. */
export type CaseKey = Pick<Case, 'id' | 'process'>;

export const caseKey = (id: string) => ['case', id] as const;
export const eventsKey = (id: string) => ['case', id, 'events'] as const;
export const messagesKey = (id: string) => ['case', id, 'messages'] as const;

/** The paths of all processes are alike, which their types cannot say. */
const listOf = (process: string) => `/api/v1/${routeOf(process)}` as '/api/v1/rectifications';
const pathOf = (process: string) => `/api/v1/${routeOf(process)}/{id}` as '/api/v1/rectifications/{id}';

/** Cases of a process by due date, page after page; renewed every minute, as deadlines and mails move them without us. */
export function useCases(filter: CaseFilter, process = 'rectification', enabled = true) {
  return useInfiniteQuery({
    queryKey: ['cases', process, filter],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET(listOf(process), {
          params: {
            query: {
              limit: 200,
              ...(filter.status === '' ? {} : { status: filter.status as Case['status'] }),
              ...(filter.waitingFor === '' ? {} : { waitingFor: filter.waitingFor as NonNullable<Case['waitingFor']> }),
              ...(filter.overdue === 'true' ? { overdue: 'true' as const } : {}),
              ...(filter.supplierId === '' ? {} : { supplierId: filter.supplierId }),
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 60_000,
    enabled,
  });
}

/**
 * One case with the ETag that a command must name: of the process that its address names, else of the first that has it.
 * One whose opening is still on its way is the problem `pending`, for a moment.
 */
export function useCase(id: string, process: string | undefined) {
  const readable = useReadableProcesses();
  return useQuery({
    queryKey: caseKey(id),
    queryFn: () => firstFound(inOrder(process, readable), id),
    refetchInterval: 30_000,
  });
}

/** Where a case is looked for: an address may name its process, name it wrongly, or leave it out. */
function inOrder(named: string | undefined, readable: readonly Process[]): readonly string[] {
  const first: readonly Process[] = isProcess(named) ? [named] : [];
  return [...first, ...readable.filter((each) => each !== named)];
}

async function firstFound([process = 'rectification', ...rest]: readonly string[], id: string): Promise<{ data: Case; etag: string | null; status: number }> {
  try {
    const { data, etag, status } = await taggedAnswer(api.GET(pathOf(process), { params: { path: { id } } }));
    if ('detail' in data) throw new ProblemError({ status, code: data.status, detail: data.detail });
    return { data, etag, status };
  } catch (error) {
    if (rest.length > 0 && asProblem(error).status === 404) return firstFound(rest, id);
    throw error;
  }
}

/** The audit trail, oldest first; the first 200 entries, far more than a case of one arc has. */
export function useEvents({ id, process }: CaseKey) {
  return useQuery({
    queryKey: eventsKey(id),
    queryFn: () => answer(api.GET(`${pathOf(process)}/events`, { params: { path: { id }, query: { limit: 200 } } })),
    refetchInterval: 30_000,
  });
}

/** The conversation, oldest first, page after page. */
export function useMessages({ id, process }: CaseKey) {
  return useInfiniteQuery({
    queryKey: messagesKey(id),
    queryFn: ({ pageParam }) => answer(api.GET(`${pathOf(process)}/messages`, { params: { path: { id }, query: { limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 30_000,
  });
}

/** Adds a remark to the conversation. */
export function say({ id, process }: CaseKey, text: string, key: string) {
  return answer(api.POST(`${pathOf(process)}/messages`, { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { text } }));
}

/** Gives a command on the case as it was seen. All commands share a path but for its last part, and take a body of their own, which the form made. */
export function act({ id, process }: CaseKey, command: string, { body, key, etag }: { body: object; key: string; etag: string | null }) {
  const path = `${pathOf(process)}/${command}` as '/api/v1/rectifications/{id}/acknowledge';
  return taggedAnswer(api.POST(path, { params: { path: { id } }, body: body as never, headers: { 'Idempotency-Key': key, ...(etag === null ? {} : { 'If-Match': etag }) } }));
}
