import { gather } from './gather.js';

describe('calls that are gathered', () => {
  it('go together with all that come while one is under way, and each has its own answer', async () => {
    const calls: string[][] = [];
    const upper = gather<string, string>(async (items) => {
      calls.push([...items]);
      await Promise.resolve();
      return (item) => item.toUpperCase();
    });
    const first = upper('a').then(async (answer) => [answer, await upper('d')]);
    await Promise.resolve().then(() => Promise.resolve());
    expect(await Promise.all([upper('b'), upper('c')])).toEqual(['B', 'C']);
    expect(await first).toEqual(['A', 'D']);
    expect(calls.flat().sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(calls.length).toBeLessThan(4);
  });

  it('that fail tell each of their callers, and the next goes on', async () => {
    let away = true;
    const same = gather<number, number>((items) => (away ? Promise.reject(new Error(`away: ${items.length}`)) : Promise.resolve((item) => item)));
    const both = await Promise.allSettled([same(1), same(2)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    away = false;
    expect(await same(3)).toBe(3);
  });
});
