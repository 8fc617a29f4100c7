import { openMailTransport, type MailTransport } from '#messaging/channels/email.js';
import { returnAddress } from '#messaging/return-address.js';
import { smtpUrlOf, type Configuration } from '../configuration.js';

/** The way out for every mail of the outbox, as configured: signed where there is a key, and with a return address of its own. */
export function openOutgoingMail(configuration: Pick<Configuration, 'smtpUrl' | 'mailbox' | 'mail' | 'secret' | 'dkim'>): MailTransport {
  const { mail, secret, dkim } = configuration;
  return openMailTransport({
    url: smtpUrlOf(configuration),
    from: mail.from,
    returnAddressOf: (outboxId) => returnAddress({ outboxId, secret, domain: mail.domain }),
    ...(dkim ? { dkim } : {}),
  });
}
