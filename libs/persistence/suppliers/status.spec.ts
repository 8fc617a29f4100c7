import { readdirSync, readFileSync } from 'node:fs';

/** A file changes a status where it updates suppliers by Prisma or by SQL and names the column among what it sets. */
const ways = [/\bsupplier\s*\.\s*(?:update|updateMany|updateManyAndReturn|upsert)\((?:[^()]|\([^()]*\))*\bdata:\s*\{(?:[^{}]|\{[^{}]*\})*?\bstatus\b/, /\bUPDATE\s+suppliers\b(?:(?!\bWHERE\b|\bUPDATE\b)[^;])*?\bstatus\s*=/i];

describe('the status of a supplier', () => {
  it('is changed in one place, by an act of the domain', () => {
    const files = ['apps', 'libs', 'workflows'].flatMap((room) => readdirSync(room, { recursive: true, encoding: 'utf8' }).map((file) => `${room}/${file}`));
    const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.includes('/generated/') && !file.includes('node_modules'));
    expect(sources.length).toBeGreaterThan(500);
    const changing = sources.filter((file) => ways.some((way) => way.test(readFileSync(file, 'utf8'))));
    // The copy with which a rehearsal begins has neither the cases nor the alerts for which somebody was on watch.
    expect(changing.sort()).toEqual(['libs/persistence/rehearsal/copy-facts.ts', 'libs/persistence/suppliers/move.ts']);
  });

  it.each([
    `await tx.supplier.update({ where: { id: idOf(row) }, data: { status: 'blocked' } })`,
    `tx.supplier.updateMany({ where: { status: 'active' }, data: { version: { increment: 1 }, status } })`,
    'UPDATE suppliers s SET grade = NULL, status = $1 WHERE id = $2',
  ])('is found to be changed by %s', (source) => expect(ways.some((way) => way.test(source))).toBe(true));

  it.each([`tx.supplier.update({ where: { status: 'active' }, data: { grade } })`, `UPDATE suppliers SET grade = NULL WHERE status = 'active'`])('is not by %s', (source) =>
    expect(ways.some((way) => way.test(source))).toBe(false),
  );
});
