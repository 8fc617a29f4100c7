import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';

/** What a recording SMTP server took, in the order of arrival. */
export interface SmtpSink {
  readonly url: string;
  readonly mails: Email[];
  /** The same mails as they came over the wire. */
  readonly raws: Buffer[];
  /** Lets the next conversation stop for ever at a point, and resolves when it is there. A mail that is still coming is not taken. */
  standStill(at: Point): Promise<void>;
  /** Resolves with the first mail that fits, also one that is yet to come. @throws Error after 20 seconds */
  mail(fits: (mail: Email) => boolean, what: string): Promise<Email>;
  close(): Promise<void>;
}

/** Before the server says a word; when a mail has begun to come; when it is taken and not answered. */
export type Point = 'greeting' | 'data' | 'answer';

const PATIENCE = 60_000;

/** A real SMTP server on loopback that takes everything and keeps it. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: Email[] = [];
  const raws: Buffer[] = [];
  const waiting = new Set<() => void>();
  const stops = new Map<Point, () => void>();
  const stopsAt = (point: Point) => {
    const reached = stops.get(point);
    stops.delete(point);
    reached?.();
    return reached !== undefined;
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onConnect: (_session, done) => void (stopsAt('greeting') || done()),
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = [];
      let stopped = false;
      stream.on('data', (part: Buffer) => {
        parts.push(part);
        if (!stopsAt('data')) return;
        stopped = true;
        stream.pause();
      });
      stream.on('end', () => {
        if (stopped) return;
        void PostalMime.parse(Buffer.concat(parts)).then((mail) => {
          raws.push(Buffer.concat(parts));
          // As the last server of a way notes it.
          mails.push({ ...mail, returnPath: envelope.mailFrom ? envelope.mailFrom.address : '' });
          for (const look of waiting) look();
          if (!stopsAt('answer')) done();
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
    raws,
    standStill: (at) => new Promise((resolve) => void stops.set(at, resolve)),
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
