import { verifyApart } from '#apps/mail/verifying.js';
import { nameServer, PUBLISHED_KEY, signed, type Zone } from '#test/name-server.js';
import { authenticate, forgeryOf, isUndecided, MOST_SIGNATURES, type Authentication, type AuthenticationPorts } from './authentication.js';
import { boundedResolver, coded, type Resolve } from './name-server.js';
import { verifyHere } from './verify-here.js';

const at = new Date('2026-11-24T09:00:00Z');
const FROM = 'li@supplier.example.com';
const MAIL = `From: Li Wei <${FROM}>\r\nTo: r-x@steward.example.org\r\nSubject: Plan\r\nMessage-ID: <1@supplier.example.com>\r\n\r\nPLAN\r\nRetrain\r\n`;

const zone: Zone = {
  'TXT supplier.example.com': 'v=spf1 ip4:203.0.113.7 -all',
  'TXT _dmarc.supplier.example.com': 'v=DMARC1; p=reject',
  'TXT good._domainkey.supplier.example.com': PUBLISHED_KEY,
  'TXT evil.example.net': 'v=spf1 ip4:198.51.100.66 -all',
  'TXT evil._domainkey.evil.example.net': PUBLISHED_KEY,
};

const fromSupplier = { envelopeFrom: FROM, remoteAddress: '203.0.113.7', helo: 'mail.supplier.example.com' };
const fromStranger = { envelopeFrom: 'eve@evil.example.net', remoteAddress: '198.51.100.66', helo: 'mail.evil.example.net' };
const fromNobody = { envelopeFrom: FROM, remoteAddress: '127.0.0.1', helo: 'localhost' };

const signedMail = (more: object = {}) => signed(MAIL, { signingDomain: 'supplier.example.com', selector: 'good', signTime: at, ...more }, more);

function origin(raw: string, handover = fromSupplier, more: Zone = {}, ports: Partial<AuthenticationPorts> = {}): Promise<Authentication> {
  return authenticate({ raw: Buffer.from(raw), from: FROM, at }, handover, { resolve: nameServer({ ...zone, ...more }), verify: verifyHere, ...ports });
}

describe('the origin of a mail', () => {
  it('passes by the address of its server', async () => {
    const found = await origin(MAIL);
    expect(found).toEqual({ spf: { result: 'pass', domain: 'supplier.example.com', client: '203.0.113.7' }, dkim: [], dmarc: { result: 'pass', domain: 'example.com', policy: 'reject', comment: null } });
    expect(forgeryOf(found)).toBeNull();
  });

  it.each([['here', verifyHere], ['in a thread of its own', verifyApart()]])('passes by its signature, whoever passed it on (checked %s)', async (_, verify) => {
    const found = await origin(await signedMail(), fromStranger, {}, { verify });
    expect(found).toMatchObject({ spf: { result: 'pass', domain: 'evil.example.net' }, dkim: [{ result: 'pass', domain: 'supplier.example.com', selector: 'good', aligned: true }], dmarc: { result: 'pass' } });
  });

  it('fails where a stranger writes under the address of a domain that asks to refuse it', async () => {
    const found = await origin(MAIL, fromStranger);
    expect(found).toMatchObject({ spf: { result: 'pass', domain: 'evil.example.net' }, dmarc: { result: 'fail', policy: 'reject' } });
    expect(forgeryOf(found)).toBe('DMARC of example.com fails (p=reject): SPF pass (evil.example.net), DKIM none');
  });

  it.each<[string, string | Promise<string>]>([
    ['signed by himself', signedMail({ signingDomain: 'evil.example.net', selector: 'evil' })],
    ['with a text that was changed afterwards', signedMail().then((raw) => raw.replace('Retrain', 'Nothing'))],
    ['with a subject that was changed afterwards', signedMail().then((raw) => raw.replace('Subject: Plan', 'Subject: None'))],
    ['with a text of his own below the one that was signed', signedMail({ maxBodyLength: 4 })],
    ['with a signature that has run out', signedMail({ expires: new Date('2026-11-24T08:00:00Z') })],
    ['with a selector that does not exist', signedMail({ selector: 'none' })],
    ['with a second sender above the one that was signed', signedMail().then((raw) => `From: Boss <boss@supplier.example.com>\r\n${raw}`)],
    ['with signatures without end', signedMail().then((raw) => raw.slice(0, raw.indexOf('From:')).repeat(MOST_SIGNATURES + 1) + MAIL)],
    ['that is nothing but signatures of nothing', `${'DKIM-Signature: v=1\r\n'.repeat(5)}${MAIL}`],
  ])('fails %s', async (_, raw) => {
    expect(await origin(await raw, fromStranger)).toMatchObject({ dmarc: { result: 'fail', policy: 'reject' } });
  });

  it('of a domain that asks for nothing, or only to be told, is recorded and no more', async () => {
    const asksNothing = await origin(MAIL, fromStranger, { 'TXT _dmarc.supplier.example.com': { code: 'ENOTFOUND' } });
    expect(asksNothing.dmarc).toEqual({ result: 'none', domain: 'example.com', policy: null, comment: null });
    const onlyTold = await origin(MAIL, fromStranger, { 'TXT _dmarc.supplier.example.com': 'v=DMARC1; p=none; rua=mailto:a@example.com' });
    expect(onlyTold.dmarc).toMatchObject({ result: 'fail', policy: 'none' });
    expect([forgeryOf(asksNothing), forgeryOf(onlyTold)]).toEqual([null, null]);
  });

  it('is judged by the policy of the organization where the domain has none', async () => {
    const found = await origin(MAIL, fromStranger, { 'TXT _dmarc.supplier.example.com': { code: 'ENODATA' }, 'TXT _dmarc.example.com': 'v=DMARC1; p=none; sp=quarantine' });
    expect(forgeryOf(found)).toContain('p=quarantine');
  });

  it('behind a mail server of ours is the one that this server names, not what a stranger wrote below', async () => {
    const relay = { ...fromSupplier, remoteAddress: '10.0.0.25', helo: 'mx.example.org' };
    const ours = 'Received: from mx.example.org (mx [10.0.0.24])\r\n by filter.example.org; Tue, 24 Nov 2026 09:00:00 +0000\r\n';
    const hop = (address: string) => `Received: from some.host (unknown [${address}])\r\n\tby mx.example.org (Postfix) with ESMTP id 1; Tue, 24 Nov 2026 09:00:00 +0000\r\n`;
    expect(await origin(ours + hop('203.0.113.7') + MAIL, relay)).toMatchObject({ spf: { result: 'pass', client: '203.0.113.7' }, dmarc: { result: 'pass' } });
    expect(await origin(ours + hop('198.51.100.66') + hop('203.0.113.7') + MAIL, relay)).toMatchObject({ spf: { result: 'fail', client: '198.51.100.66' }, dmarc: { result: 'fail' } });
    const nameless = 'Received: from localhost by mx.example.org; Tue, 24 Nov 2026 09:00:00 +0000\r\n';
    expect(await origin(nameless + hop('203.0.113.7') + MAIL, relay)).toMatchObject({ spf: { result: 'none', client: null } });
  });

  it('within the house is not asked about', async () => {
    const asked: string[] = [];
    const found = await origin(MAIL, fromNobody, {}, { resolve: (name) => (asked.push(name), Promise.reject(coded('ETIMEOUT', name))) });
    expect(found).toEqual({ spf: { result: 'none', domain: null, client: null }, dkim: [], dmarc: { result: 'none', domain: null, policy: null, comment: null } });
    expect(asked).toEqual([]);
  });

  it('stays open while name servers of the sender’s domain do not answer, and only theirs', async () => {
    const away = { code: 'ETIMEOUT' };
    const silences: Zone[] = [{ 'TXT _dmarc.supplier.example.com': away }, { 'TXT supplier.example.com': away }];
    for (const silent of silences) expect(isUndecided(await origin(MAIL, fromSupplier, silent))).toBe(true);
    expect(isUndecided(await origin(await signedMail(), fromStranger, { 'TXT good._domainkey.supplier.example.com': away }))).toBe(true);
    const evil = await origin(await signedMail({ signingDomain: 'evil.example.net', selector: 'evil' }), fromStranger, { 'TXT evil.example.net': away, 'TXT evil._domainkey.evil.example.net': away });
    expect(evil).toMatchObject({ spf: { result: 'temperror' }, dkim: [{ result: 'temperror', aligned: false }], dmarc: { result: 'fail' } });
  });

  it('is found out within bounds: questions are counted, asked once, and end in time', async () => {
    let asked = 0;
    const never: Resolve = () => (asked++, new Promise(() => undefined));
    const resolve = boundedResolver(never, { questions: 2, patience: 20 });
    const answers = await Promise.allSettled([resolve('a.example.com', 'TXT'), resolve('A.example.com', 'TXT'), resolve('b.example.com', 'TXT'), resolve('c.example.com', 'TXT')]);
    expect(answers.map((each) => each.status === 'rejected' && (each.reason as { code: string }).code)).toEqual(['ETIMEOUT', 'ETIMEOUT', 'ETIMEOUT', 'ENOTFOUND']);
    expect(asked).toBe(2);
  });

  it('of hostile bytes is an answer too', async () => {
    for (const raw of ['', '\0', 'From\r\n\r\n', 'DKIM-Signature: d=; s=;;;=\r\nFrom: x', `DKIM-Signature: ${'a=b;'.repeat(10_000)}\r\n${MAIL}`]) {
      expect(await origin(raw, fromStranger)).toMatchObject({ dmarc: { result: expect.any(String) } });
    }
  });

  it('is asked of a thread that ends when a mail takes too long', async () => {
    const found = await origin(await signedMail(), fromStranger, {}, { verify: verifyApart({ milliseconds: 1, heapMegabytes: 64 }) });
    expect(found).toMatchObject({ dkim: [{ result: 'permerror', comment: expect.stringContaining('longer') }], dmarc: { result: 'fail' } });
  });
});
