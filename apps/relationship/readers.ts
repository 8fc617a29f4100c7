import { languageOf } from '#messaging/catalogs/speak.js';
import type { Transaction } from '#persistence/database.js';
import type { Configuration } from '../configuration.js';
import type { Reader } from '../scorecards/readers.js';

/** Other hands than people's, such as keys, have other names. */
const UUID = /^[0-9a-f-]{36}$/;

/** An active person of ours as a reader; null when there is no such person any more. */
export async function personReader(tx: Transaction, personId: string, supplierId: string): Promise<Reader | null> {
  const person = UUID.test(personId) ? await tx.person.findUnique({ where: { id: personId } }) : null;
  if (!person?.active) return null;
  return { kind: 'person', id: person.id, name: person.name, address: person.email, language: languageOf(person.language), timeZone: 'UTC', supplierId };
}

/** Where our people see how they work together with a supplier. */
export function relationshipUrl({ publicUrl }: Pick<Configuration, 'publicUrl'>, supplierId: string): string {
  return `${publicUrl}/suppliers/${supplierId}/relationship`;
}
