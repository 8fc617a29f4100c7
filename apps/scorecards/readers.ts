import { languageOf, type Language } from '#messaging/catalogs/speak.js';
import { renderLetter } from '#messaging/render.js';
import type { Letter } from '#messaging/templates/letter.js';
import type { Role } from '#persistence/access/roles.js';
import { connectionOf, type Database, type Transaction } from '#persistence/database.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import type { NewOutboxMessage } from '#persistence/outbox/outbox.js';
import { v5 as uuidv5 } from 'uuid';

/** Somebody a letter goes to. */
export interface Reader {
  readonly kind: 'contact' | 'person' | 'guest';
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly language: Language;
  /** IANA zone in which dates are told. */
  readonly timeZone: string;
  readonly supplierId: string | null;
}

/** More readers than this of one notice are a mailing list, not a duty. */
const MOST_READERS = 10;

/** The supplier's contact who is to be told: the one given, if still there, or the first; null when there is nobody. */
export async function supplierReader(db: Database | Transaction, supplierId: string, contactId: string | null = null): Promise<Reader | null> {
  const supplier = await connectionOf(db).supplier.findUniqueOrThrow({ where: { id: supplierId }, select: { language: true, timeZone: true } });
  const contacts = await connectionOf(db).contact.findMany({ where: { supplierId, removedAt: null }, orderBy: { position: 'asc' } });
  const contact = contacts.find(({ id }) => id === contactId) ?? contacts[0];
  if (!contact) return null;
  return { kind: 'contact', id: contact.id, name: contact.name, address: contact.email, language: languageOf(contact.language ?? supplier.language), timeZone: supplier.timeZone, supplierId };
}

/** Active people with one of the roles – or, where nobody has one, the administrators – but not those named in `except`. */
export async function staffReaders(db: Database | Transaction, roles: readonly Role[], except: readonly string[] = []): Promise<Reader[]> {
  const people = await connectionOf(db).person.findMany({ where: { active: true, id: { notIn: except.filter((id) => /^[0-9a-f-]{36}$/.test(id)) } }, orderBy: { id: 'asc' } });
  const held = (wanted: readonly string[]) => people.filter((person) => person.roles.some((role) => wanted.includes(role)));
  const found = held(roles);
  return (found.length > 0 ? found : held(['admin'])).slice(0, MOST_READERS).map((person) => ({
    kind: 'person',
    id: person.id,
    name: person.name,
    address: person.email,
    language: languageOf(person.language),
    timeZone: 'UTC',
    supplierId: null,
  }));
}

/** The outbox row of a letter about a thing: one a template, thing and reader, however often it is made. */
export function letterRow(
  { template, about, reader, letter, domain, at, replyTo }: { template: string; about: string; reader: Reader; letter: Letter; domain: string; at: Date; replyTo?: string },
): NewOutboxMessage {
  return noticeRow({
    id: uuidv5(`${template} ${about}`, reader.id),
    template,
    recipient: { kind: reader.kind, id: reader.id, address: reader.address, language: reader.language },
    mail: renderLetter(letter, { language: reader.language, recipientName: reader.name }),
    ...(reader.supplierId === null ? {} : { supplierId: reader.supplierId }),
    ...(replyTo === undefined ? {} : { replyTo }),
    domain,
    at,
  });
}
