import { PassThrough } from 'node:stream';
import { createTransport, type Transporter } from 'nodemailer';
import { methodOf } from '../templates/calendar.js';

/** A mail with its envelope, ready to send. Addresses as in headers; ids with angle brackets. */
export interface OutgoingMail {
  readonly from: string;
  readonly to: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  /** An iCalendar file to attach. */
  readonly calendar: string | null;
  readonly messageId: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** SMTP sender, where bounces go; not given: the address of `from`. */
  readonly returnAddress?: string;
  readonly attachments?: readonly { readonly name: string; readonly mediaType: string; readonly content: Buffer }[];
}

/**
 * What became of a mail at the first server:
 * `temporary`: surely not taken, can be sent again; `permanent`: refused for good;
 * `ambiguous`: the connection broke after the message had begun, so it may have been taken.
 */
export type SendResult =
  | { readonly kind: 'sent'; readonly response: string }
  | { readonly kind: 'temporary' | 'permanent' | 'ambiguous'; readonly code: string; readonly detail: string };

/** An SMTP server to send through, with the sender that mails name. */
export interface MailTransport {
  readonly from: string;
  readonly mailer: Transporter;
  /** The SMTP sender of a mail of the outbox; not given: that of `from`. */
  readonly returnAddressOf?: (outboxId: string) => string;
  close(): void;
}

/** Milliseconds; together below the two minutes that a delivery may take. */
const CONNECT_LIMIT = 10_000;
const SILENCE_LIMIT = 45_000;
const CONNECTIONS = 10;

/** Set when the server has answered DATA with "go ahead" and the message starts to flow. */
const begun = new WeakMap<object, true>();

/** The key that mails are signed with (DKIM, RFC 6376); `privateKey` in PEM. */
export interface DkimKey {
  readonly domainName: string;
  readonly keySelector: string;
  readonly privateKey: string;
}

/** Opens a pool of SMTP connections. Nothing is connected until the first mail. `url` as in SMTP_URL. */
export function openMailTransport(options: { url: string; from: string; dkim?: DkimKey; returnAddressOf?: (outboxId: string) => string }): MailTransport {
  const { url, from, dkim, returnAddressOf } = options;
  const mailer = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    connectionTimeout: CONNECT_LIMIT,
    greetingTimeout: CONNECT_LIMIT,
    socketTimeout: SILENCE_LIMIT,
    // The pool would send again by itself what a lost connection may have delivered; whether to is decided where it is recorded.
    maxRequeues: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim ? { dkim: { ...dkim, cacheDir: false as const } } : {}),
  });
  mailer.use('stream', (mail, done) => {
    const marker = mail.data.headers;
    mail.message.processFunc((input: NodeJS.ReadableStream) => {
      // nodemailer lets this stream flow only after the server's answer to DATA.
      const watched = new PassThrough().once('resume', () => marker && begun.set(marker, true));
      input.once('error', (error: Error) => watched.destroy(error));
      return input.pipe(watched);
    });
    done();
  });
  return { from, mailer, ...(returnAddressOf ? { returnAddressOf } : {}), close: () => mailer.close() };
}

/** Hands one mail to the server. Never throws: every outcome is told. */
export async function sendMail(transport: MailTransport, mail: OutgoingMail): Promise<SendResult> {
  const headers = { ...mail.headers };
  try {
    const { response } = await transport.mailer.sendMail({
      from: mail.from,
      to: mail.to,
      ...(mail.returnAddress ? { envelope: { from: mail.returnAddress, to: mail.to } } : {}),
      ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
      subject: mail.subject,
      text: mail.text,
      ...(mail.html ? { html: mail.html } : {}),
      ...(mail.calendar ? { icalEvent: { method: methodOf(mail.calendar), filename: methodOf(mail.calendar) === 'REQUEST' ? 'invitation.ics' : 'deadline.ics', content: mail.calendar } } : {}),
      messageId: mail.messageId,
      ...(mail.inReplyTo ? { inReplyTo: mail.inReplyTo } : {}),
      references: [...mail.references],
      headers,
      attachments: (mail.attachments ?? []).map(({ name, mediaType, content }) => ({ filename: name, contentType: mediaType, content })),
    });
    return { kind: 'sent', response: response ?? '' };
  } catch (error) {
    return failure(error, begun.has(headers));
  }
}

interface SmtpError {
  readonly code?: string;
  /** The command that was answered. */
  readonly command?: string;
  readonly responseCode?: number;
  readonly message?: string;
}

function failure(error: unknown, hadBegun: boolean): SendResult {
  const { code = 'EUNKNOWN', command, responseCode, message = '' } = (error ?? {}) as SmtpError;
  const told = { code: responseCode ? String(responseCode) : code, detail: message.slice(0, 500) };
  if (responseCode === undefined) {
    // Without an answer: an impossible address or a size the server has ruled out stays refused, all else may pass.
    if (code === 'EENVELOPE' || code === 'EMESSAGE') return { kind: 'permanent', ...told };
    return { kind: hadBegun ? 'ambiguous' : 'temporary', ...told };
  }
  // A refused login or sender is our configuration's fault and passes when it is mended; the mail is not to blame.
  const permanent = responseCode >= 500 && code !== 'EAUTH' && code !== 'ENOAUTH' && command !== 'MAIL FROM';
  return { kind: permanent ? 'permanent' : 'temporary', ...told };
}
