import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { useMay } from '../session/me.js';

export type Import = components['schemas']['Import'];
export type ImportRow = components['schemas']['ImportRow'];

export type Mapping = components['schemas']['SavedMapping'];
export type Suggestion = components['schemas']['MappingSuggestion'];
export type FactKind = Suggestion['kind'];

/** Where a row of an import can stand. */
export const rowStatuses = ['quarantined', 'warning', 'settled'] as const;

/** The cleaning rules that have a name in the catalogs. */
export const rules = [
  'wrongColumnCount',
  'unknownField',
  'missingExternalId',
  'textTooLong',
  'missingSupplier',
  'unknownSupplier',
  'missingValue',
  'impossibleValue',
  'negativeValue',
  'missingDate',
  'impossibleDate',
  'datesOutOfOrder',
  'missingPromisedDate',
  'impossiblePromisedDate',
  'missingReceiptDate',
  'impossibleReceiptDate',
  'missingQuantity',
  'impossibleQuantity',
  'negativeQuantity',
  'impossiblePrice',
  'incompleteCancellation',
  'rejectedOverInspected',
  'rejectedOverReceived',
  'inspectedOverReceived',
  'unitMismatch',
  'currencyMismatch',
  'duplicateKey',
  'receiptBeforeOrder',
  'zeroPrice',
  'missingOrderDate',
  'nearDuplicate',
  'farOutlier',
  'outsideScale',
  'unknownFile',
  'supplierChanged',
  'otherSupplierThanLine',
  'reversedOverReceived',
  'paidOverInvoiced',
  'unknownSurvey',
] as const;

export const mappingsKey = ['mappings'] as const;

/** The mappings that a file can go through, by name. */
export function useMappings() {
  return useQuery({ queryKey: mappingsKey, queryFn: () => answer(api.GET('/api/v1/mappings', { params: { query: { limit: 100 } } })), staleTime: 60_000 });
}

/** What the facts of an import restate: null for nothing, or for what is too long ago. With the evaluations, as far as a hundred scores name them. */
export function useRestatementBy(importId: string, enabled: boolean) {
  const may = useMay('evaluations:read');
  return useQuery({
    queryKey: ['import', importId, 'restatement'],
    enabled: enabled && may,
    queryFn: async () => {
      const { items } = await answer(api.GET('/api/v1/evaluations/restatements', { params: { query: { limit: 100 } } }));
      const restatement = items.find((each) => each.importId === importId);
      if (!restatement) return null;
      const scores = await answer(api.GET('/api/v1/restatements/{id}/scores', { params: { path: { id: restatement.id }, query: { limit: 100 } } }));
      const evaluations = new Map(scores.items.map(({ evaluationId, periodStart, periodEnd }) => [evaluationId, { id: evaluationId, periodStart, periodEnd }]));
      return { restatement, evaluations: [...evaluations.values()] };
    },
    refetchInterval: ({ state }) => (state.data && ['pending', 'running'].includes(state.data.restatement.status) ? 2_000 : false),
  });
}

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
