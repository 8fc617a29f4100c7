import type { Mapping } from './mapping.js';
import { usaidScms } from './usaid-scms.js';

/** The mappings that a file can be imported with, by name: one line each. */
export const mappings: Readonly<Record<string, Mapping>> = {
  [usaidScms.name]: usaidScms,
};

/** The mapping of that name, or undefined when there is none. */
export function findMapping(name: string): Mapping | undefined {
  return Object.hasOwn(mappings, name) ? mappings[name] : undefined;
}
