import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, readConfiguration } from './configuration.js';

const folder = mkdtempSync(join(tmpdir(), 'steward-configuration-'));
const secretFile = join(folder, 'secret');
const shortFile = join(folder, 'short');
writeFileSync(secretFile, Buffer.alloc(32, 7));
writeFileSync(shortFile, 'too short');

const enough = { DATABASE_URL: 'postgresql://steward:p@localhost:5432/steward', STEWARD_SECRET_FILE: secretFile };

function refusal(env: NodeJS.ProcessEnv): string {
  try {
    readConfiguration(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'accepted';
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('The configuration', () => {
  it('needs no more than a database and a secret', () => {
    expect(readConfiguration(enough)).toMatchObject({
      databaseUrl: enough.DATABASE_URL,
      temporal: { address: 'localhost:7233', namespace: 'default' },
      http: { host: '127.0.0.1', port: 3000 },
      publicUrl: 'http://localhost:3000',
      smtpUrl: null,
      mailbox: { port: 1025 },
      inbound: { port: 2525 },
      mail: { from: 'Steward <steward@localhost>', domain: 'localhost' },
      bootstrapKey: null,
      payloadKey: null,
      connectors: { secrets: {}, allowedHosts: [] },
      channels: { secrets: {} },
    });
  });

  it('takes the secrets of connectors by their names, and the hosts that may be called within the network', () => {
    const env = { ...enough, STEWARD_CONNECTOR_SECRET_ERP: 'token', STEWARD_CONNECTOR_SECRET_EMPTY: '', STEWARD_ALLOWED_HOSTS: 'ERP.internal, 10.0.0.5,::1' };
    expect(readConfiguration(env).connectors).toEqual({ secrets: { ERP: 'token' }, allowedHosts: ['erp.internal', '10.0.0.5', '::1'] });
  });

  it('takes a mailbox with its password from a file or the address, and says what is missing', () => {
    const file = join(folder, 'mailbox-password');
    writeFileSync(file, 'secret\n');
    const env = { ...enough, INBOUND_IMAP_URL: 'imaps://steward%40example.com@mail.example.com/Replies', INBOUND_IMAP_PASSWORD_FILE: file, INBOUND_IMAP_MOVE_TO: 'Done' };
    const mailbox = { host: 'mail.example.com', port: 993, secure: true, ca: null, user: 'steward@example.com', password: 'secret', mailbox: 'Replies', moveTo: 'Done' };
    expect(readConfiguration(env).imap).toEqual(mailbox);
    expect(readConfiguration({ ...enough, INBOUND_IMAP_URL: 'imap://a:p%3Aw@[::1]:1143' }).imap).toEqual({ host: '::1', port: 1143, secure: false, ca: null, user: 'a', password: 'p:w', mailbox: 'INBOX', moveTo: null });
    expect(readConfiguration(enough).imap).toBeUndefined();
    expect(refusal({ ...enough, INBOUND_IMAP_URL: 'imaps://mail.example.com' })).toContain('INBOUND_IMAP_URL names no user');
    expect(refusal({ ...enough, INBOUND_IMAP_URL: 'imaps://a@mail.example.com' })).toContain('INBOUND_IMAP_PASSWORD_FILE is missing');
    expect(refusal({ ...env, INBOUND_IMAP_PASSWORD_FILE: join(folder, 'none') })).toContain('INBOUND_IMAP_PASSWORD_FILE names a file that cannot be read');
    expect(refusal({ ...enough, INBOUND_IMAP_URL: 'https://mail.example.com' })).toContain('INBOUND_IMAP_URL must be an address such as');
    expect(refusal({ ...env, INBOUND_IMAP_CA_FILE: file })).toContain('INBOUND_IMAP_CA_FILE names a file that holds no certificate in PEM');
  });

  it('names every variable that is missing, and what to do', () => {
    const message = refusal({});
    expect(message).toContain('DATABASE_URL is missing; set it to');
    expect(message).toContain('STEWARD_SECRET_FILE is missing; make a file');
  });

  it('takes an empty variable as not set', () => {
    expect(refusal({ ...enough, DATABASE_URL: '' })).toContain('DATABASE_URL is missing');
    expect(readConfiguration({ ...enough, SMTP_URL: '', STEWARD_BOOTSTRAP_KEY: '' })).toMatchObject({ smtpUrl: null, bootstrapKey: null });
  });

  it('refuses a secret that is too short to be one, and a secret file that is not there', () => {
    expect(refusal({ ...enough, STEWARD_SECRET_FILE: shortFile })).toMatch(/STEWARD_SECRET_FILE names a file of 9 bytes/);
    expect(refusal({ ...enough, STEWARD_SECRET_FILE: join(folder, 'none') })).toMatch(/STEWARD_SECRET_FILE names a file that cannot be read/);
  });

  it.each([
    ['DATABASE_URL', 'mysql://localhost/steward'],
    ['STEWARD_PORT', '70000'],
    ['STEWARD_PORT', 'three thousand'],
    ['STEWARD_TRUSTED_PROXIES', 'everybody'],
    ['STEWARD_TRUSTED_PROXIES', '10.0.0.5,10.0.0.0/64'],
    ['STEWARD_ALLOWED_HOSTS', 'http://erp.internal'],
    ['SMTP_URL', 'mail.example.com'],
    ['PUBLIC_URL', 'steward.example.com'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(refusal({ ...enough, [name]: value })).toMatch(new RegExp(`^  ${name} must be`, 'm'));
  });

  it('trusts no proxy unless it is named', () => {
    expect(readConfiguration(enough).http.trustedProxies).toEqual([]);
    const named = readConfiguration({ ...enough, STEWARD_TRUSTED_PROXIES: '10.0.0.5, fd00::/8' });
    expect(named.http.trustedProxies).toEqual(['10.0.0.5', 'fd00::/8']);
  });

  it('takes the Temporal address from the variables that every Temporal tool knows', () => {
    const { temporal } = readConfiguration({ ...enough, TEMPORAL_ADDRESS: 'temporal.example.com:7233', TEMPORAL_NAMESPACE: 'steward' });
    expect(temporal).toMatchObject({ address: 'temporal.example.com:7233', namespace: 'steward' });
    expect(temporal.connectionOptions.address).toBe('temporal.example.com:7233');
  });

  it('gives links the public address without a trailing slash', () => {
    expect(readConfiguration({ ...enough, PUBLIC_URL: 'https://steward.example.com/' }).publicUrl).toBe('https://steward.example.com');
  });
});
