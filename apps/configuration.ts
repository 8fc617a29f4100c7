import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';

/** Everything the processes take from their surroundings; this file is the only one that reads the environment. */
export interface Configuration {
  /** PostgreSQL address of the login that owns the schema, never a superuser. */
  databaseUrl: string;
  temporal: { address: string; namespace: string; connectionOptions: ClientConnectConfig['connectionOptions'] };
  /** `trustedProxies`: addresses and networks whose X-Forwarded-* headers are believed; empty: nobody's. */
  http: { host: string; port: number; trustedProxies: readonly string[] };
  /** How people and mails reach the web, without a trailing slash. */
  publicUrl: string;
  dataDirectory: string;
  filesDirectory: string;
  /** At least 32 bytes; keys the HMACs of links and reply addresses. */
  secret: Buffer;
  /** null: mail goes to the local mailbox's SMTP server. */
  smtpUrl: string | null;
  mailbox: { host: string; port: number };
  inbound: { host: string; port: number };
  /** A mailbox that replies are fetched from besides; not given: none. */
  imap?: ImapSettings;
  mail: { from: string; domain: string };
  /** The key that outgoing mail is signed with; not given: nothing is signed here. */
  dkim?: { domainName: string; keySelector: string; privateKey: string };
  bootstrapKey: string | null;
  /** Switches the encryption of Temporal payloads on; at least 32 bytes. */
  payloadKey: Buffer | null;
  /** `secrets`: bearer tokens by the name a connector gives. `allowedHosts`: may be called although their addresses are private; lower case. */
  connectors: { secrets: Readonly<Record<string, string>>; allowedHosts: readonly string[] };
  /** Addresses, tokens and signing secrets of chats, by the name that their settings give. */
  channels: { secrets: Readonly<Record<string, string>> };
}

/** A mailbox read by IMAP. */
export interface ImapSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else by STARTTLS, without which only this computer is talked to. */
  readonly secure: boolean;
  /** Certificates (PEM) of who may vouch for the server, and nobody else; null: those that this computer trusts. */
  readonly ca: string | null;
  readonly user: string;
  readonly password: string;
  readonly mailbox: string;
  /** Where mails go when they are stored; null: they stay and are marked as seen. */
  readonly moveTo: string | null;
}

/** The environment does not fit: each line of the message names a variable and what to do about it. */
export class ConfigurationError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is incomplete:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

const loopback = '127.0.0.1';
const keyBytes = 32;

const port = (otherwise: number) =>
  z.coerce
    .number({ error: 'must be a port number' })
    .int('must be a whole port number')
    .min(1, 'must be a port from 1 to 65535')
    .max(65535, 'must be a port from 1 to 65535')
    .default(otherwise);

const address = (protocols: readonly string[], example: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be an address such as ${example}`,
  });

const keyFile = z.string().transform((path, context) => {
  try {
    const bytes = readFileSync(path);
    if (bytes.length >= keyBytes) return bytes;
    context.addIssue({ code: 'custom', message: `names a file of ${bytes.length} bytes; put at least ${keyBytes} random bytes into it` });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    context.addIssue({ code: 'custom', message: `names a file that cannot be read (${reason}); name one with at least ${keyBytes} random bytes` });
  }
  return z.NEVER;
});

const pemFile = z.string().transform((path, context) => {
  try {
    const pem = readFileSync(path, 'utf8');
    createPrivateKey(pem);
    return pem;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    context.addIssue({ code: 'custom', message: `names a file that holds no private key in PEM (${reason}); make one with openssl genrsa -out dkim.pem 2048` });
    return z.NEVER;
  }
});

const certificatesFile = z.string().transform((path, context) => {
  try {
    const pem = readFileSync(path, 'utf8');
    new X509Certificate(pem);
    return pem;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    context.addIssue({ code: 'custom', message: `names a file that holds no certificate in PEM (${reason}); name the one that signed the server's, or the server's own` });
    return z.NEVER;
  }
});

const textFile = z.string().transform((path, context) => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    context.addIssue({ code: 'custom', message: `names a file that cannot be read (${error instanceof Error ? error.message : String(error)})` });
    return z.NEVER;
  }
});

const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);
const proxies = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .refine((list) => list.every((each) => network.safeParse(each).success), {
    error: 'must be addresses or networks with commas between, such as 10.0.0.5,192.168.0.0/16',
  });

const hosts = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim().toLowerCase()))
  .refine((list) => list.every((each) => /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(each) || z.ipv6().safeParse(each).success), {
    error: 'must be names or addresses of hosts with commas between and without ports, such as erp.internal,10.0.0.5',
  });

/** Begins the name of each variable that holds the bearer token of a connector. */
const CONNECTOR_SECRET = 'STEWARD_CONNECTOR_SECRET_';

/** Begins the name of each variable that holds a secret of a chat; with `_FILE` behind it, the name of a file that holds it. */
const CHANNEL_SECRET = 'STEWARD_CHANNEL_SECRET_';
const FILE = '_FILE';

const required = (what: string) => (issue: { input: unknown }) => (issue.input === undefined ? `is missing; ${what}` : undefined);

const environment = z.object({
  DATABASE_URL: z
    .string({ error: required('set it to the PostgreSQL database, such as postgresql://steward:password@localhost:5432/steward') })
    .pipe(address(['postgres:', 'postgresql:'], 'postgresql://steward:password@localhost:5432/steward')),
  STEWARD_SECRET_FILE: z
    .string({ error: required(`make a file with at least ${keyBytes} random bytes (openssl rand -out steward.secret ${keyBytes}) and name it here`) })
    .pipe(keyFile),
  STEWARD_PAYLOAD_KEY_FILE: keyFile.optional(),
  STEWARD_HOST: z.string().default(loopback),
  STEWARD_PORT: port(3000),
  STEWARD_TRUSTED_PROXIES: proxies.default([]),
  PUBLIC_URL: address(['http:', 'https:'], 'https://steward.example.com').optional(),
  STEWARD_DATA: z.string().default('.steward'),
  SMTP_URL: address(['smtp:', 'smtps:'], 'smtp://user:password@mail.example.com:587').optional(),
  STEWARD_MAILBOX_HOST: z.string().default(loopback),
  STEWARD_MAILBOX_PORT: port(1025),
  INBOUND_SMTP_HOST: z.string().default(loopback),
  INBOUND_SMTP_PORT: port(2525),
  INBOUND_IMAP_URL: address(['imap:', 'imaps:'], 'imaps://steward@mail.example.com/INBOX').optional(),
  INBOUND_IMAP_PASSWORD_FILE: textFile.optional(),
  INBOUND_IMAP_CA_FILE: certificatesFile.optional(),
  INBOUND_IMAP_MOVE_TO: z.string().optional(),
  STEWARD_MAIL_FROM: z.string().default('Steward <steward@localhost>'),
  STEWARD_MAIL_DOMAIN: z.string().default('localhost'),
  STEWARD_DKIM_KEY_FILE: pemFile.optional(),
  STEWARD_DKIM_SELECTOR: z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, 'must be a selector such as steward').default('steward'),
  STEWARD_BOOTSTRAP_KEY: z.string().optional(),
  STEWARD_ALLOWED_HOSTS: hosts.default([]),
});

/**
 * Reads and checks the whole configuration of one process. An empty variable counts as unset.
 * @throws ConfigurationError that lists every variable that is missing or wrong, and what to do.
 */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  const set = Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])));
  const parsed = environment.safeParse(set);
  const temporal = readTemporal(set);
  const channels = channelSecrets(set);
  const imap = parsed.success ? imapOf(parsed.data) : null;
  const problems = [
    ...(imap && 'problem' in imap ? [imap.problem] : []),
    ...(parsed.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) ?? []),
    ...('problem' in temporal ? [temporal.problem] : []),
    ...channels.problems,
  ];
  if (!parsed.success || 'problem' in temporal || (imap && 'problem' in imap) || channels.problems.length > 0) throw new ConfigurationError(problems);
  const read = parsed.data;
  const dataDirectory = resolve(read.STEWARD_DATA);
  return {
    databaseUrl: read.DATABASE_URL,
    temporal,
    http: { host: read.STEWARD_HOST, port: read.STEWARD_PORT, trustedProxies: read.STEWARD_TRUSTED_PROXIES },
    publicUrl: (read.PUBLIC_URL ?? `http://localhost:${read.STEWARD_PORT}`).replace(/\/+$/, ''),
    dataDirectory,
    filesDirectory: resolve(dataDirectory, 'files'),
    secret: read.STEWARD_SECRET_FILE,
    smtpUrl: read.SMTP_URL ?? null,
    mailbox: { host: read.STEWARD_MAILBOX_HOST, port: read.STEWARD_MAILBOX_PORT },
    inbound: { host: read.INBOUND_SMTP_HOST, port: read.INBOUND_SMTP_PORT },
    ...(imap ? { imap } : {}),
    mail: { from: read.STEWARD_MAIL_FROM, domain: read.STEWARD_MAIL_DOMAIN },
    ...(read.STEWARD_DKIM_KEY_FILE ? { dkim: { privateKey: read.STEWARD_DKIM_KEY_FILE, keySelector: read.STEWARD_DKIM_SELECTOR, domainName: domainOf(read.STEWARD_MAIL_FROM) } } : {}),
    bootstrapKey: read.STEWARD_BOOTSTRAP_KEY ?? null,
    payloadKey: read.STEWARD_PAYLOAD_KEY_FILE ?? null,
    connectors: { secrets: connectorSecrets(set), allowedHosts: read.STEWARD_ALLOWED_HOSTS },
    channels: { secrets: channels.secrets },
  };
}

function imapOf(read: Pick<z.infer<typeof environment>, `INBOUND_IMAP_${string}` & keyof z.infer<typeof environment>>): ImapSettings | { problem: string } | null {
  if (read.INBOUND_IMAP_URL === undefined) return null;
  const url = new URL(read.INBOUND_IMAP_URL);
  const secure = url.protocol === 'imaps:';
  const user = decodeURIComponent(url.username);
  const password = read.INBOUND_IMAP_PASSWORD_FILE ?? decodeURIComponent(url.password);
  if (user === '') return { problem: 'INBOUND_IMAP_URL names no user; write it as imaps://steward@mail.example.com/INBOX, with %40 for an @ in the name' };
  if (password === '') return { problem: 'INBOUND_IMAP_PASSWORD_FILE is missing; name a file that holds the password of the mailbox' };
  const mailbox = decodeURIComponent(url.pathname.slice(1)) || 'INBOX';
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || (secure ? 993 : 143), secure, ca: read.INBOUND_IMAP_CA_FILE ?? null, user, password, mailbox, moveTo: read.INBOUND_IMAP_MOVE_TO ?? null };
}

/** The domain of an address as in `Steward <steward@example.com>`: a signature counts for DMARC when it is of the sender's domain. */
function domainOf(from: string): string {
  return /@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
}

function connectorSecrets(set: Record<string, string>): Record<string, string> {
  const named = Object.entries(set).filter(([variable]) => variable.startsWith(CONNECTOR_SECRET));
  return Object.fromEntries(named.map(([variable, value]) => [variable.slice(CONNECTOR_SECRET.length), value]));
}

function channelSecrets(set: Record<string, string>): { secrets: Record<string, string>; problems: string[] } {
  const secrets: Record<string, string> = {};
  const problems: string[] = [];
  for (const [variable, value] of Object.entries(set)) {
    if (!variable.startsWith(CHANNEL_SECRET)) continue;
    const name = variable.slice(CHANNEL_SECRET.length);
    try {
      if (name.endsWith(FILE)) secrets[name.slice(0, -FILE.length)] = readFileSync(value, 'utf8').trim();
      else secrets[name] = value;
    } catch (error) {
      problems.push(`${variable} names a file that cannot be read (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  return { secrets, problems };
}

/** TEMPORAL_* and the profile file, read by the SDK's own rules so that every Temporal tool agrees with us. */
function readTemporal(set: Record<string, string>): Configuration['temporal'] | { problem: string } {
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars: set });
    return {
      address: connectionOptions.address ?? 'localhost:7233',
      namespace: namespace ?? 'default',
      connectionOptions: { address: 'localhost:7233', ...connectionOptions },
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: `TEMPORAL_* or the profile file it names cannot be used: ${reason}` };
  }
}

/** Where mail goes out: the configured server, or the local mailbox. */
export function smtpUrlOf({ smtpUrl, mailbox }: Pick<Configuration, 'smtpUrl' | 'mailbox'>): string {
  return smtpUrl ?? `smtp://${mailbox.host}:${mailbox.port}`;
}
