import type { AlertRule } from '#domain/monitoring/rules.js';
import { languageOf } from '#messaging/catalogs/speak.js';
import { alertsToStaff } from '#messaging/letters/alerts-to-staff.js';
import { alertsToSupplier } from '#messaging/letters/alerts-to-supplier.js';
import { renderLetter } from '#messaging/render.js';
import { inRoles, ownerAmong } from '#persistence/access/desks.js';
import type { Person } from '#persistence/generated/client.js';
import { toldToSupplier, type News, type NewsOfAlert, type NewsSupplier } from '#persistence/monitoring/telling.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import type { NewOutboxMessage } from '#persistence/outbox/outbox.js';
import { v5 as uuidv5 } from 'uuid';
import type { ComposeSettings } from './mail-parts.js';

/** What the mails take from the configuration. */
export type NewsSettings = Pick<ComposeSettings, 'publicUrl' | 'mail'>;

/** In which run, and what else it does about the news. */
export interface Telling {
  readonly runId: string;
  readonly asOf: string;
  /** Rules whose alerts open a case. */
  readonly opening: ReadonlySet<AlertRule>;
  readonly at: Date;
  readonly settings: NewsSettings;
}

interface Told {
  readonly alert: NewsOfAlert;
  readonly supplier: NewsSupplier;
}

/**
 * One mail for each reader, whatever it is that is news: the owner of the supplier, who steps in where there is none, of a
 * stop the managers too; and the supplier's contact for what concerns itself. The ids follow from run and reader.
 */
export function* mailsOfNews({ alerts, suppliers, people }: News, telling: Telling): Generator<NewOutboxMessage> {
  const toStaff = new Map<Person, Told[]>();
  const toSuppliers = new Map<NewsSupplier, Told[]>();
  for (const alert of alerts) {
    const supplier = suppliers.get(alert.supplierId);
    if (!supplier) continue;
    const told = { alert, supplier };
    for (const reader of staffOf(told, people)) add(toStaff, reader, told);
    if (toldToSupplier(alert.rule, supplier) === 'told') add(toSuppliers, supplier, told);
  }
  for (const [reader, told] of toStaff) yield staffMail(reader, told, telling);
  for (const [supplier, told] of toSuppliers) yield* supplierMail(supplier, told, people, telling);
}

function add<Reader>(readers: Map<Reader, Told[]>, reader: Reader, told: Told): void {
  const sofar = readers.get(reader);
  if (sofar) sofar.push(told);
  else readers.set(reader, [told]);
}

function staffOf({ alert, supplier }: Told, people: readonly Person[]): Set<Person> {
  const managers = alert.rule === 'supplyStopped' ? inRoles(people, 'manager', 'admin') : [];
  return new Set([...ownerAmong(people, supplier.ownerId), ...managers]);
}

function staffMail(reader: Person, told: readonly Told[], { runId, asOf, opening, at, settings }: Telling): NewOutboxMessage {
  const language = languageOf(reader.language);
  const letter = alertsToStaff({
    language,
    asOf,
    alerts: told.map(({ alert, supplier }) => ({
      ...alert,
      supplier: supplier.name,
      toSupplier: toldToSupplier(alert.rule, supplier),
      opensCase: opensCase(alert, opening),
    })),
    url: `${settings.publicUrl}/alerts`,
  });
  return noticeRow({
    id: uuidv5(`alerts:${reader.id}`, runId),
    template: 'monitoring.alerts',
    recipient: { kind: 'person', id: reader.id, address: reader.email, language: reader.language },
    mail: renderLetter(letter, { language, recipientName: reader.name }),
    domain: settings.mail.domain,
    at,
  });
}

function supplierMail(supplier: NewsSupplier, told: readonly Told[], people: readonly Person[], { runId, asOf, opening, at, settings }: Telling): NewOutboxMessage[] {
  const { contact } = supplier;
  if (!contact) return [];
  const language = languageOf(contact.language ?? supplier.language);
  const letter = alertsToSupplier({ language, asOf, supplier: supplier.name, alerts: told.map(({ alert }) => ({ ...alert, opensCase: opensCase(alert, opening) })) });
  const [owner] = ownerAmong(people, supplier.ownerId);
  return [
    noticeRow({
      id: uuidv5(`alerts:${contact.id}`, runId),
      template: 'monitoring.alertsToSupplier',
      recipient: { kind: 'contact', id: contact.id, address: contact.email, language },
      mail: renderLetter(letter, { language, recipientName: contact.name }),
      supplierId: supplier.id,
      ...(owner ? { replyTo: owner.email } : {}),
      domain: settings.mail.domain,
      at,
    }),
  ];
}

function opensCase({ rule, raised, caseId }: NewsOfAlert, opening: ReadonlySet<AlertRule>): boolean {
  return raised && caseId === null && opening.has(rule);
}
