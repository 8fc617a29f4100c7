import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';

/** Set at start and never upserted. The launcher registers both by these names. */
export const supplierIdAttribute = defineSearchAttributeKey('SupplierId', SearchAttributeType.KEYWORD);
export const processAttribute = defineSearchAttributeKey('Process', SearchAttributeType.KEYWORD);

/** The search attributes of a case. */
export function caseSearchAttributes(process: string, supplierId: string): TypedSearchAttributes {
  return new TypedSearchAttributes([
    { key: supplierIdAttribute, value: supplierId },
    { key: processAttribute, value: process },
  ]);
}
