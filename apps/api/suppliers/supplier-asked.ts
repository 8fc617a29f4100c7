import type { FastifyRequest } from 'fastify';
import type { Database } from '#persistence/database.js';
import { DuplicateTaxId } from '#persistence/duplicates/tax-id.js';
import { OverrideInvalid } from '#persistence/segmentation/overrides.js';
import { SegmentationInvalid } from '#persistence/segmentation/segmentations.js';
import { SupplierMerged, SupplierUnknown } from '#persistence/suppliers/merged.js';
import type { SupplierRecord } from '#persistence/suppliers/records.js';
import { getSupplier, StaleSupplier, UnknownOwner } from '#persistence/suppliers/suppliers.js';
import { Problem, problems } from '../http/problem.js';

/**
 * The supplier that a reading request names.
 * @throws Problem 404; 308 to the same address of the survivor when it was merged
 */
export async function supplierAsked(db: Database, supplierId: string, request: FastifyRequest): Promise<SupplierRecord> {
  const found = await getSupplier(db, supplierId);
  if (!found) throw problems.notFound('This supplier');
  if (found.mergedIntoId === null) return found;
  const [path = '', query] = request.url.split('?');
  const parts = path.split('/').map((part) => (part.toLowerCase() === supplierId.toLowerCase() ? found.mergedIntoId : part));
  const location = parts.join('/') + (query === undefined ? '' : `?${query}`);
  throw new Problem({ status: 308, code: 'merged', detail: `This supplier became part of ${found.mergedIntoId}.`, runningId: found.mergedIntoId, headers: { location } });
}

/** What a caller is told of an error of the persistence that is about a supplier; any other error as it is. */
export function supplierProblem(error: unknown): unknown {
  if (error instanceof SupplierUnknown) return problems.notFound('This supplier');
  if (error instanceof SupplierMerged) return problems.conflict('merged', error.message, error.survivorId);
  if (error instanceof StaleSupplier) return problems.stale();
  if (error instanceof DuplicateTaxId) return problems.conflict('duplicateTaxId', error.message, error.existingId);
  if (error instanceof UnknownOwner) return problems.invalid([{ path: 'ownerId', message: 'there is no such active person' }]);
  if (error instanceof SegmentationInvalid || error instanceof OverrideInvalid) return problems.invalid(error.faults);
  return error;
}

/** For `.catch`: see {@link supplierProblem}. */
export function asSupplierProblem(error: unknown): never {
  throw supplierProblem(error);
}
