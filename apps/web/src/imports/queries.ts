import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Import = components['schemas']['Import'];
export type ImportRow = components['schemas']['ImportRow'];

/** The mappings that Steward brings along. */
export const mappings = ['usaid-scms'] as const;

/** The cleaning rules that have a name in the catalogs. */
export const rules = [
  'wrongColumnCount',
  'missingExternalId',
  'textTooLong',
  'missingSupplier',
  'unknownSupplier',
  'missingPromisedDate',
  'impossiblePromisedDate',
  'missingQuantity',
  'impossibleQuantity',
  'negativeQuantity',
  'impossiblePrice',
  'impossibleReceiptDate',
  'unitMismatch',
  'currencyMismatch',
  'duplicateKey',
  'receiptBeforeOrder',
  'zeroPrice',
  'missingOrderDate',
  'nearDuplicate',
] as const;

/** Imports, newest first; looked at every two seconds while one of them runs. */
export function useImports() {
  return useInfiniteQuery({
    queryKey: ['imports'],
    queryFn: ({ pageParam }) =>
      answer(api.GET('/api/v1/imports', { params: { query: { limit: 25, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some(({ status }) => status === 'running')) ? 2_000 : false),
  });
}

/** One import; looked at every second while it runs. */
export function useImport(id: string) {
  return useQuery({
    queryKey: ['import', id],
    queryFn: () => answer(api.GET('/api/v1/imports/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 1_000 : false),
  });
}

/** The rows of an import that were held back or landed with a remark, in the order of the file. */
export function useImportRows(id: string, status: ImportRow['status'], enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ['import', id, 'rows', status],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/imports/{id}/rows', {
          params: { path: { id }, query: { status, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled,
  });
}
