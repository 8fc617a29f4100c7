import type { Mapping } from './mapping.js';
import { oneCOrders } from './mappings/one-c-orders.js';
import { oneCReceipts } from './mappings/one-c-receipts.js';
import { sapOrderLines } from './mappings/sap-order-lines.js';
import { sapReceipts } from './mappings/sap-receipts.js';
import { usaidScms } from './mappings/usaid-scms.js';

/** The mappings that come with the product, by name: one line each. */
export const mappings: Readonly<Record<string, Mapping>> = {
  [usaidScms.name]: usaidScms,
  [oneCOrders.name]: oneCOrders,
  [oneCReceipts.name]: oneCReceipts,
  [sapOrderLines.name]: sapOrderLines,
  [sapReceipts.name]: sapReceipts,
};

/** The mapping of that name, or undefined when there is none. */
export function findMapping(name: string): Mapping | undefined {
  return Object.hasOwn(mappings, name) ? mappings[name] : undefined;
}
