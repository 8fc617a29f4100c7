import { forecastCommitted, forecastLetter, type ForecastRow } from '#messaging/letters/forecast.js';
import type { Database, Transaction } from '#persistence/database.js';
import type { Forecast, ForecastLine } from '#persistence/generated/client.js';
import { grantLink } from '#persistence/links/capability.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { forecastsToRemind, linesOf } from '#persistence/relationship/forecasts.js';
import { letterRow, supplierReader } from '../scorecards/readers.js';
import { personReader, relationshipUrl } from './readers.js';
import type { MeetingSettings } from './meeting-mails.js';

const AT_ONCE = 200;
/** A commitment that is missing is asked for again so long before it is due, in milliseconds. */
const REMIND_BEFORE = 3 * 24 * 60 * 60_000;

/** Asks the supplier to commit, in the transaction that publishes the forecast, or reminds of it; the link is the right to answer. */
export async function askToCommit(tx: Transaction, settings: MeetingSettings, { forecast, occasion, at }: { forecast: Forecast; occasion: 'asked' | 'reminder'; at: Date }): Promise<void> {
  const { id, supplierId, dueAt } = forecast;
  const reader = await supplierReader(tx, supplierId, forecast.contactId);
  if (!reader) return;
  const token = await grantLink(tx, settings.secret, { kind: 'forecast', subjectId: id, supplierId, contactId: reader.id }, { at, dueAt });
  const letter = forecastLetter({ occasion, language: reader.language, lines: (await linesOf(tx, id)).map(rowOf), dueAt: dueAt.toISOString(), timeZone: reader.timeZone, url: `${settings.publicUrl}/portal/forecasts/${token}` });
  await insertOutbox(tx, [letterRow({ template: `forecast.${occasion}`, about: id, reader, letter, domain: settings.mail.domain, at })]);
}

/** Reminds each supplier once of a forecast to which it has not committed. */
export async function remindOfForecasts({ db, settings }: { db: Database; settings: MeetingSettings }, at: Date): Promise<void> {
  const waiting = await forecastsToRemind(db, { at, until: new Date(at.getTime() + REMIND_BEFORE), limit: AT_ONCE });
  for (const forecast of waiting) await db.transaction((tx) => askToCommit(tx, settings, { forecast, occasion: 'reminder', at }));
}

/** Tells who published the forecast what the supplier commits to. Each commitment is told. */
export async function tellOfCommitment(tx: Transaction, settings: MeetingSettings, { forecast, at }: { forecast: Forecast; at: Date }): Promise<void> {
  const { id, supplierId, version, publishedBy } = forecast;
  const supplier = await tx.supplier.findUniqueOrThrow({ where: { id: supplierId }, select: { name: true, ownerId: true } });
  const reader = (await personReader(tx, publishedBy, supplierId)) ?? (supplier.ownerId === null ? null : await personReader(tx, supplier.ownerId, supplierId));
  if (!reader) return;
  const lines = await linesOf(tx, id);
  const short = lines.filter(({ quantity, committedQuantity }) => committedQuantity?.lt(quantity)).length;
  const letter = forecastCommitted({ supplierName: supplier.name, version, lines: lines.length, short, url: relationshipUrl(settings, supplierId) }, reader.language);
  await insertOutbox(tx, [letterRow({ template: 'forecast.received', about: `${id} ${at.toISOString()}`, reader, letter, domain: settings.mail.domain, at })]);
}

/** A line as its reader sees it. */
export function rowOf({ item, category, month, quantity, unit }: ForecastLine): ForecastRow {
  return { subject: item ?? category ?? '', month: month.toISOString().slice(0, 7), quantity: quantity.toNumber(), unit };
}
