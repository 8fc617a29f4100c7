import { DateTime } from 'luxon';
import { v5 as uuidv5 } from 'uuid';
import type { Configuration } from '#apps/configuration.js';
import { languageOf, localeOf, speak } from '#messaging/catalogs/speak.js';
import { renderMail } from '#messaging/render.js';
import type { Database } from '#persistence/database.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import type { NewOutboxMessage } from '#persistence/outbox/outbox.js';
import type { SubmissionRecord } from '#persistence/submissions-of-suppliers/submissions.js';

const TEMPLATE = 'submission.returned';

/**
 * What the supplier is told: the contact who sent it, or else the first one, in that person's language. None when the supplier
 * has no contact. Its Message-ID follows from the submission, so the same return is never told twice.
 */
export async function returnedMail(
  { db, configuration }: { db: Database; configuration: Pick<Configuration, 'mail'> },
  submission: SubmissionRecord,
  { reason, at }: { reason: string; at: Date },
): Promise<NewOutboxMessage[]> {
  const supplier = await db.prisma.supplier.findUniqueOrThrow({ where: { id: submission.supplierId } });
  const contacts = await db.prisma.contact.findMany({ where: { supplierId: supplier.id, removedAt: null }, orderBy: { position: 'asc' } });
  const contact = contacts.find(({ id }) => id === submission.contactId) ?? contacts[0];
  if (!contact) return [];
  const language = languageOf(contact.language ?? supplier.language);
  const id = uuidv5(TEMPLATE, submission.id);
  const sentOn = DateTime.fromJSDate(submission.submittedAt, { zone: supplier.timeZone }).setLocale(localeOf(language)).toLocaleString(DateTime.DATE_FULL);
  const rendered = renderMail({
    template: TEMPLATE,
    language,
    recipientName: contact.name,
    caseNumber: submission.id.slice(0, 8),
    supplierName: supplier.name,
    title: `${speak(language)(`submission.${submission.kind}`)}, ${sentOn}`,
    description: '',
    dueAt: null,
    timeZone: supplier.timeZone,
    params: {},
    text: reason,
    caseUrl: '',
  });
  const recipient = { kind: 'contact' as const, id: contact.id, address: contact.email, language };
  return [noticeRow({ id, template: TEMPLATE, recipient, mail: rendered, supplierId: supplier.id, domain: configuration.mail.domain, at })];
}
