import { extensionToOffer } from '#domain/rectification/arc.js';
import type { RectificationState } from '#domain/rectification/state.js';
import { languageOf } from '#messaging/catalogs/speak.js';
import type { InboundContent } from '#messaging/inbound/read.js';
import { renderMail } from '#messaging/render.js';
import { replyAddress } from '#messaging/reply-address.js';
import type { CaseRecord } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import type { Contact } from '#persistence/generated/client.js';
import { grantLink } from '#persistence/links/capability.js';
import type { LinkKind } from '#persistence/links/links.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { v5 as uuidv5 } from 'uuid';

/** The template of this mail; it is sent by the mail role itself, for no decision of a workflow causes it. */
export const STILL_NEEDED = 'rectification.stillNeeded';

/** Tells the writer, once a case and stage, what the step still needs. */
export async function sayWhatIsNeeded(
  ports: { db: Database; secret: Buffer; domain: string; publicUrl: string },
  { found, contact, mail, at }: { found: CaseRecord; contact: Contact; mail: InboundContent; at: Date },
): Promise<void> {
  const { db, secret, domain, publicUrl } = ports;
  const id = uuidv5(`${STILL_NEEDED}:${found.stage}`, found.id);
  const supplier = await db.prisma.supplier.findUniqueOrThrow({ where: { id: found.supplierId } });
  const language = languageOf(contact.language ?? supplier.language);
  const rendered = (token: string) => renderMail({
    template: STILL_NEEDED,
    language,
    recipientName: contact.name,
    caseNumber: found.id.slice(0, 8),
    supplierName: supplier.name,
    title: found.title,
    description: found.description,
    dueAt: found.dueAt?.toISOString() ?? null,
    timeZone: supplier.timeZone,
    params: { to: 'supplier', stage: found.stage, extendable: extensionToOffer(found.state as unknown as RectificationState), sequence: found.sequence, at: at.toISOString() },
    caseUrl: '',
    pageUrl: `${publicUrl}/portal/cases/${token}`,
  });
  const capability = { kind: found.process as LinkKind, subjectId: found.id, supplierId: found.supplierId, contactId: contact.id };
  await db.transaction(async (tx) =>
    insertOutbox(tx, [
      {
        id,
        caseId: found.id,
        supplierId: found.supplierId,
        channel: 'email',
        template: STILL_NEEDED,
        recipientKind: 'contact',
        recipientId: contact.id,
        address: contact.email,
        language,
        ...rendered(await grantLink(tx, secret, capability, { at, dueAt: found.dueAt })),
        messageId: `<${id}@${domain}>`,
        inReplyTo: mail.messageId,
        references: [...mail.references, ...(mail.messageId ? [mail.messageId] : [])],
        replyTo: replyAddress({ caseId: found.id, secret, domain }),
        createdAt: at,
      },
    ]),
  );
}
