import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';

/** What a recording SMTP server took, in the order of arrival. */
export interface SmtpSink {
  readonly url: string;
  readonly mails: Email[];
  /** Resolves with the first mail that fits, also one that is yet to come. @throws Error after 20 seconds */
  mail(fits: (mail: Email) => boolean, what: string): Promise<Email>;
  close(): Promise<void>;
}

const PATIENCE = 60_000;

/** A real SMTP server on loopback that takes everything and keeps it. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: Email[] = [];
  const waiting = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        void PostalMime.parse(Buffer.concat(parts)).then((mail) => {
          // As the last server of a way notes it.
          mails.push({ ...mail, returnPath: envelope.mailFrom ? envelope.mailFrom.address : '' });
          for (const look of waiting) look();
          done();
        });
      });
    },
  });
  // A client that is killed in the middle of a conversation is what some tests are about; unheard, it would end the test run.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    mail: (fits, what) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = mails.find(fits);
          if (!found) return;
          clearTimeout(limit);
          waiting.delete(look);
          resolve(found);
        };
        const limit = setTimeout(() => {
          waiting.delete(look);
          const subjects = mails.map((mail) => mail.subject).join('\n  ');
          reject(new Error(`No mail came that is ${what}. These came:\n  ${subjects}`));
        }, PATIENCE);
        waiting.add(look);
        look();
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
