import type { NewOutboxMessage } from './outbox.js';

/** A mail that belongs to no case. Its Message-ID follows from its id: the same notice is never two mails. */
export interface Notice {
  readonly id: string;
  readonly template: string;
  readonly recipient: { readonly kind: 'contact' | 'person' | 'staff' | 'guest'; readonly id: string; readonly address: string; readonly language: string };
  readonly mail: { readonly subject: string; readonly text: string; readonly html: string; readonly calendar: string | null };
  readonly supplierId?: string;
  readonly replyTo?: string;
  /** Domain of Message-IDs. */
  readonly domain: string;
  readonly at: Date;
}

/** The outbox row of a notice; the mail role sends what belongs to no case. */
export function noticeRow({ id, template, recipient, mail, supplierId, replyTo, domain, at }: Notice): NewOutboxMessage {
  return {
    id,
    ...(supplierId === undefined ? {} : { supplierId }),
    channel: 'email',
    template,
    recipientKind: recipient.kind,
    recipientId: recipient.id,
    address: recipient.address,
    language: recipient.language,
    ...mail,
    messageId: `<${id}@${domain}>`,
    references: [],
    ...(replyTo === undefined ? {} : { replyTo }),
    createdAt: at,
  };
}
