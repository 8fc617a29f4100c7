import type { Party } from '#domain/process/decision.js';
import { inRoles, ownerAmong } from '#persistence/access/desks.js';
import type { CommitContext } from '#persistence/cases/commit-context.js';

/** One reader of a notification. */
export interface Recipient {
  readonly kind: 'contact' | 'person';
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly language: string;
}

/** More readers than this of one notice are a mailing list, not a duty. */
const MOST_READERS = 10;

/**
 * The people a party stands for. A supplier without contacts is its owner's business; a role that nobody has falls to the
 * managers, then to the administrators. Empty only when there is nobody at all.
 */
export function recipientsOf(party: Party, context: CommitContext): Recipient[] {
  switch (party) {
    case 'supplier':
      return firstContact(context) ?? owner(context);
    case 'escalationContact':
      return escalationContact(context) ?? owner(context);
    case 'owner':
      return owner(context);
    case 'procurement':
      return desk(context, 'procurement', 'manager', 'admin');
    case 'quality':
      return desk(context, 'quality', 'manager', 'admin');
    case 'manager':
      return desk(context, 'manager', 'admin');
  }
}

function firstContact({ contacts, supplier }: CommitContext): Recipient[] | null {
  const contact = contacts[0];
  return contact ? [contactRecipient(contact, supplier.language)] : null;
}

/** Whom the first contact names, else the second contact; nobody else there: the rung falls to the owner. */
function escalationContact({ contacts, supplier }: CommitContext): Recipient[] | null {
  const [first, second] = contacts;
  const named = contacts.find((contact) => contact.id === first?.escalateToId) ?? second;
  return named ? [contactRecipient(named, supplier.language)] : null;
}

function owner({ people, ownerId }: CommitContext): Recipient[] {
  const found = ownerAmong(people, ownerId);
  return (found.length > 0 ? found : people.slice(0, 1)).map(personRecipient);
}

function desk(context: CommitContext, ...roles: string[]): Recipient[] {
  const found = inRoles(context.people, ...roles).slice(0, MOST_READERS).map(personRecipient);
  return found.length > 0 ? found : owner(context);
}

/** Who does the present step instead of whose it is; null when that person or contact has gone. */
export function assigned(id: string, { people, contacts, supplier }: CommitContext): Recipient | null {
  const person = people.find((each) => each.id === id);
  if (person) return personRecipient(person);
  const contact = contacts.find((each) => each.id === id);
  return contact ? contactRecipient(contact, supplier.language) : null;
}

function contactRecipient(contact: CommitContext['contacts'][number], language: string): Recipient {
  return { kind: 'contact', id: contact.id, name: contact.name, address: contact.email, language: contact.language ?? language };
}

function personRecipient(person: CommitContext['people'][number]): Recipient {
  return { kind: 'person', id: person.id, name: person.name, address: person.email, language: person.language };
}
