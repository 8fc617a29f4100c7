import fc from 'fast-check';
import { corpus } from '#test/mail-corpus/corpus.js';
import { CONTACT, type CorpusMail } from '#test/mail-corpus/mail.js';
import { MOST_TEXT } from './bounds.js';
import { isAddressDead } from './delivery-report.js';
import { inspect, MOST_FILES } from './file-kind.js';
import { readInboundMail } from './read.js';

/** Longer ones only make the mutations slower. */
const LONGEST_MUTATED = 20_000;
/** What a mail may take in the product, in milliseconds. */
const LONGEST_READING = 10_000;
const mutable = corpus.map(({ raw }) => raw).filter((raw) => raw.length > 0 && raw.length <= LONGEST_MUTATED);

type Mutation = (raw: Buffer) => Buffer;
const place = fc.double({ min: 0, max: 1, noNaN: true });
const at = (raw: Buffer, share: number) => Math.floor(share * raw.length);
const cut = fc.tuple(place, place).map(([a, b]): Mutation => (raw) => Buffer.concat([raw.subarray(0, at(raw, Math.min(a, b))), raw.subarray(at(raw, Math.max(a, b)))]));
const shorten = place.map((a): Mutation => (raw) => raw.subarray(0, at(raw, a)));
const flip = fc.array(fc.tuple(place, fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 20 }).map((flips): Mutation => (raw) => {
  const changed = Buffer.from(raw);
  for (const [share, byte] of flips) changed[Math.min(at(raw, share), raw.length - 1)] = byte;
  return changed;
});
const duplicate = fc.tuple(place, place, fc.integer({ min: 1, max: 30 })).map(([a, b, times]): Mutation => (raw) => {
  const [from, to] = [at(raw, Math.min(a, b)), at(raw, Math.max(a, b))];
  return Buffer.concat([raw.subarray(0, to), ...Array.from({ length: times }, () => raw.subarray(from, to)), raw.subarray(to)]);
});
const nest = fc.tuple(fc.constantFrom('message/rfc822', 'multipart/mixed; boundary=b', 'multipart/report; report-type=delivery-status; boundary=b', 'text/html', 'message/delivery-status'), fc.integer({ min: 1, max: 40 })).map(
  ([type, levels]): Mutation =>
    (raw) => {
      let whole = raw;
      for (let level = 0; level < levels; level++) whole = Buffer.concat([Buffer.from(`Content-Type: ${type}\r\n\r\n--b\r\n`), whole, Buffer.from('\r\n--b--\r\n')]);
      return Buffer.concat([Buffer.from('From: li@example.com\r\n'), whole]);
    },
);
const mutations = fc.array(fc.oneof(cut, shorten, flip, duplicate, nest), { minLength: 1, maxLength: 4 });

const named = corpus.map((mail): [string, CorpusMail] => [mail.name, mail]);

async function filesOf(attachments: readonly { name: string; content: Buffer }[]) {
  const looked = await Promise.all(attachments.map(async ({ name, content }, index) => ({ name, kept: index < MOST_FILES && !('refused' in (await inspect(name, content))) })));
  return { files: looked.filter(({ kept }) => kept).map(({ name }) => name), refused: looked.filter(({ kept }) => !kept).map(({ name }) => name) };
}

describe('the corpus of mails', () => {
  it('has 120 mails and more, each with a name of its own', () => {
    expect(new Set(corpus.map(({ name }) => name)).size).toBeGreaterThanOrEqual(120);
    expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
  });

  it.each(named)('reads "%s" as is stated', async (_, { raw, envelopeFrom, expect: stated }) => {
    const mail = await readInboundMail(raw, { from: envelopeFrom });
    expect({ kind: mail.kind, from: mail.from }).toEqual({ kind: stated.kind, from: stated.from ?? CONTACT });
    if (stated.unreadable) expect(mail.unreadable).toMatch(stated.unreadable);
    else expect(mail.unreadable).toBeNull();
    if (stated.reply !== undefined) expect(mail.reply).toBe(stated.reply);
    if (stated.report !== undefined) {
      if (stated.report === null) expect(mail.report).toBeNull();
      else expect(mail.report).toMatchObject(stated.report);
      expect(mail.report !== null && isAddressDead(mail.report)).toBe(stated.dead ?? false);
    }
    const files = await filesOf(mail.attachments);
    if (stated.kind === 'reply') expect(files).toEqual({ files: stated.files ?? [], refused: stated.refused ?? [] });
    expect(mail.text.length).toBeLessThanOrEqual(MOST_TEXT);
  });

  it('is read within bounds however it is cut, flipped, repeated and nested', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...mutable), mutations, async (raw, changes) => {
        const mutated = changes.reduce((each, change) => change(each.length > 0 ? each : raw).subarray(0, 2_000_000), raw);
        const begun = performance.now();
        const mail = await readInboundMail(mutated, { from: 'li@example.com' });
        expect(performance.now() - begun).toBeLessThan(LONGEST_READING);
        expect(mail.text.length).toBeLessThanOrEqual(MOST_TEXT);
        expect(mail.reply.length).toBeLessThanOrEqual(MOST_TEXT);
        for (const text of [mail.text, mail.reply, mail.subject, mail.report?.diagnostic ?? '']) {
          expect(text).not.toContain('\0');
          expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
        }
      }),
      { numRuns: 300 },
    );
  });
});
