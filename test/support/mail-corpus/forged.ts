import { PUBLISHED_KEY, signed, type Zone } from '../name-server.js';
import { CONTACT, html, plain, type CorpusMail, type Expectation } from './mail.js';

/** What the name servers say: the contact's domain asks to refuse what is not from it; `lax.example.net` and `bare.example.net` do not. */
export const CORPUS_ZONE: Zone = {
  'TXT example.com': 'v=spf1 ip4:203.0.113.0/24 include:hoster.example.net -all',
  'TXT hoster.example.net': 'v=spf1 ip6:2001:db8:7::/48 -all',
  'TXT _dmarc.example.com': 'v=DMARC1; p=reject; adkim=r; aspf=r',
  'TXT s1._domainkey.example.com': PUBLISHED_KEY,
  'TXT eve.example.org': 'v=spf1 ip4:198.51.100.66 -all',
  'TXT s1._domainkey.eve.example.org': PUBLISHED_KEY,
};

const SUPPLIER = '203.0.113.7';
const STRANGER = '198.51.100.66';
const EVE = 'eve@eve.example.org';
const AT = new Date('2026-11-24T09:00:00Z');

const text = 'PLAN\nWe retrain the packers.';
const ofContact = { kind: 'reply', reply: text } satisfies Expectation;
const forged = { ...ofContact, forged: true } satisfies Expectation;
const supplierKey = { signingDomain: 'example.com', selector: 's1', signTime: AT };
const strangerKey = { ...supplierKey, signingDomain: 'eve.example.org' };
const written = plain(text).toString('latin1');

async function mail(name: string, raw: string | Promise<string>, expect: Expectation, remoteAddress: string, envelopeFrom = CONTACT): Promise<CorpusMail> {
  return { name, raw: Buffer.from(await raw, 'latin1'), envelopeFrom, remoteAddress, expect };
}

/** Mails that were handed over from outside, honest and forged, under the address of the contact. */
export const forgedMails: readonly CorpusMail[] = await Promise.all([
  mail('from the supplier’s server', written, ofContact, SUPPLIER),
  mail('from the supplier’s hoster, by IPv6', written, ofContact, '2001:db8:7::25'),
  mail('signed, passed on by somebody else', signed(written, supplierKey), ofContact, STRANGER, EVE),
  mail('signed, through a list that changes nothing', signed(written, supplierKey).then((raw) => `Received: from list.example.org (list [198.51.100.9]) by mx.example.org; Tue, 24 Nov 2026 09:00:00 +0000\r\n${raw}`), ofContact, STRANGER, EVE),
  mail('signed twice, once by a stranger', signed(written, strangerKey).then((raw) => signed(raw, supplierKey)), ofContact, STRANGER, EVE),
  mail('from a stranger’s server under the contact’s address', written, forged, STRANGER),
  mail('from a stranger’s server with a sender of his own', written, forged, STRANGER, EVE),
  mail('from an address that nobody publishes', written, forged, '192.0.2.1'),
  mail('signed by the stranger', signed(written, strangerKey), forged, STRANGER, EVE),
  mail('signed, and its text changed afterwards', signed(plain('PLAN\nWe promise nothing.').toString('latin1'), supplierKey).then((raw) => raw.replace('We promise nothing.', 'We retrain the packers.')), forged, STRANGER, EVE),
  mail('signed only as far as the greeting', signed(written, supplierKey, { maxBodyLength: 4 }), forged, STRANGER, EVE),
  mail('a signature copied from another mail', signed(plain('Received.').toString('latin1'), supplierKey).then((raw) => raw.slice(0, raw.indexOf('From:')) + written), forged, STRANGER, EVE),
  mail('a result of a check written by the stranger', `Authentication-Results: mx.example.org; dkim=pass header.d=example.com; spf=pass; dmarc=pass\r\n${written}`, forged, STRANGER, EVE),
  mail('a way here written by the stranger', `Received: from mail.example.com (mail.example.com [${SUPPLIER}]) by mx.example.org; Tue, 24 Nov 2026 09:00:00 +0000\r\n${written}`, forged, STRANGER, EVE),
  mail('in HTML, from a stranger’s server', html('<p>PLAN</p><p>We retrain.</p>').toString('latin1'), { kind: 'reply', forged: true }, STRANGER, EVE),
]);
