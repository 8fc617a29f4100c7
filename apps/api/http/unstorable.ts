import { isStorable } from '#persistence/storable.js';
import { problems } from './problem.js';

/**
 * Refuses characters that the database cannot hold, in any text or name of a field of a body, query or form.
 * @throws Problem 400 naming the field
 */
export function refuseUnstorable(value: unknown, path = ''): void {
  if (typeof value === 'string') {
    if (isStorable(value)) return;
    const message = 'holds a NUL character or half of a surrogate pair';
    throw problems.malformed('A text holds a character that cannot be stored; see the fields.', [{ path, message }]);
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, each] of Object.entries(value)) {
    refuseUnstorable(name, path);
    refuseUnstorable(each, path === '' ? name : `${path}.${name}`);
  }
}
