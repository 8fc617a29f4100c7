import fc from 'fast-check';
import { beginningOf, wellFormed } from './well-formed.js';

const wellEncoded = (text: string) => Buffer.from(text, 'utf8').toString('utf8') === text;
const units = fc.array(fc.constantFrom('a', '\0', '\ud83d', '\ude00', '😀', '计'), { maxLength: 30 }).map((parts) => parts.join(''));

describe('text from outside', () => {
  it('is made so that the database takes it, and keeps whole characters as they are', () => {
    expect(wellFormed('a\0b 😀 \ud83d \ude00')).toBe('ab 😀 \ufffd \ufffd');
    fc.assert(
      fc.property(units, (text) => {
        const made = wellFormed(text);
        expect(made).not.toContain('\0');
        expect(wellEncoded(made)).toBe(true);
      }),
    );
  });

  it('is never cut within a character, and loses no more than that one', () => {
    expect(beginningOf('a😀b', 2)).toBe('a');
    expect(beginningOf('a😀b', 3)).toBe('a😀');
    fc.assert(
      fc.property(units.map(wellFormed), fc.integer({ min: 1, max: 40 }), (text, most) => {
        const cut = beginningOf(text, most);
        expect(wellEncoded(cut)).toBe(true);
        expect(text.startsWith(cut)).toBe(true);
        expect(cut.length).toBeLessThanOrEqual(most);
        expect(cut.length).toBeGreaterThanOrEqual(Math.min(text.length, most - 1));
      }),
    );
  });
});
