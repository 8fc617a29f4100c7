import fc from 'fast-check';
import { parseReplyAddress, readReplyAddress, replyAddress } from './reply-address.js';

const secret = Buffer.alloc(32, 7);
const caseId = '0d9f1c2a-5b7e-4c1d-9a44-3f1f6f0b2c11';
const address = replyAddress({ caseId, secret, domain: 'example.com' });

describe('the reply address', () => {
  it('leads back to its case, whatever a mail client did to its case', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uint8Array({ minLength: 32, maxLength: 64 }), (id, key) => {
        const made = replyAddress({ caseId: id, secret: key, domain: 'example.com' });
        expect(made).toMatch(/^r-[a-z2-7]{40}@example\.com$/);
        expect(readReplyAddress(made, key)).toEqual({ caseId: id });
        expect(readReplyAddress(`<${made.toUpperCase()}>`, key)).toEqual({ caseId: id });
      }),
    );
  });

  it('is not genuine after any change of a character', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 41 }), fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'), (position, character) => {
        const changed = address.slice(0, position) + character + address.slice(position + 1);
        expect(readReplyAddress(changed, secret)).toEqual(changed === address ? { caseId } : null);
        expect(parseReplyAddress(changed, secret)).not.toBeNull();
      }),
    );
  });

  it('made with another secret has our form and is not obeyed', () => {
    expect(parseReplyAddress(address, Buffer.alloc(32, 8))).toEqual({ caseId, genuine: false });
  });

  it.each(['steward@example.com', 'r-abc@example.com', `x${address}`, address.replace('@', 'a@'), '', '@'])('is not %j', (other) => {
    expect(parseReplyAddress(other, secret)).toBeNull();
  });

  it('never throws on what strangers send', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => parseReplyAddress(text, secret) === null));
  });

  it('is only made for a case', () => {
    expect(() => replyAddress({ caseId: 'case-1', secret, domain: 'example.com' })).toThrow('Not a UUID');
  });
});
