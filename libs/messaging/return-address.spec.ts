import fc from 'fast-check';
import { parseReplyAddress, replyAddress } from './reply-address.js';
import { parseReturnAddress, returnAddress } from './return-address.js';

const secret = Buffer.alloc(32, 7);

describe('the return address of a mail', () => {
  it('leads back to its mail, fits a local part, and no other secret makes it', () => {
    fc.assert(
      fc.property(fc.uuid(), (outboxId) => {
        const made = returnAddress({ outboxId, secret, domain: 'example.com' });
        expect(made.split('@')[0]?.length).toBeLessThanOrEqual(64);
        expect(parseReturnAddress(made.toUpperCase(), secret)).toEqual({ outboxId, genuine: true });
        expect(parseReturnAddress(made, Buffer.alloc(32, 8))).toEqual({ outboxId, genuine: false });
      }),
    );
  });

  it('is no reply address, nor the other way round, though the id is the same', () => {
    const id = '0d9f1c2a-5b7e-4c1d-9a44-3f1f6f0b2c11';
    const back = returnAddress({ outboxId: id, secret, domain: 'example.com' });
    const reply = replyAddress({ caseId: id, secret, domain: 'example.com' });
    expect(parseReplyAddress(back, secret)).toBeNull();
    expect(parseReturnAddress(reply, secret)).toBeNull();
    expect(parseReturnAddress(reply.replace(/^r/, 'b'), secret)).toEqual({ outboxId: id, genuine: false });
  });
});
