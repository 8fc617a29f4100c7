import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { supplierCodeOf } from './code.js';
import { statusAfter, supplierActs, type SupplierStatus } from './status.js';
import { newSupplierBody, supplierChange, supplierCode } from './supplier.js';

describe('the code made from a name', () => {
  test.each([
    ['Aurobindo Pharma Limited', 'aurobindo-pharma-limited'],
    ['SHANGHAI KEHUA BIOENGINEERING CO.,LTD.  (KHB)', 'shanghai-kehua-bioengineering-co-ltd-khb'],
    ["Société d'Été", 'societe-d-ete'],
    ['ООО «Йод-Фарм»', 'ооо-йод-фарм'],
    ['上海科华生物工程股份有限公司', '上海科华生物工程股份有限公司'],
    ['?!', ''],
  ])('%s is %s', (name, code) => {
    expect(supplierCodeOf(name)).toBe(code);
  });

  test('is itself a fixed point, and a code that the API accepts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        const code = supplierCodeOf(name);
        expect(supplierCodeOf(code)).toBe(code);
        if (/^[\p{L}\p{N}]/u.test(code)) expect(supplierCode.safeParse(code).success).toBe(true);
      }),
    );
  });

  test('does not depend on case or punctuation', () => {
    expect(supplierCodeOf('Micro Labs, Limited')).toBe(supplierCodeOf('MICRO LABS LIMITED.'));
  });
});

describe('the status of a supplier', () => {
  test('a supplier goes from prospect to inactive by the long road', () => {
    const road = ['invite', 'activate', 'watch', 'phaseOut', 'completePhaseOut'] as const;
    expect(road.reduce((status, act) => statusAfter(status, act)!, 'prospect' as SupplierStatus)).toBe('inactive');
  });

  test('an aborted phase-out makes it active again', () => {
    expect(statusAfter('phasing-out', 'abortPhaseOut')).toBe('active');
  });

  test('only a new onboarding leaves rejected, and blocked', () => {
    for (const end of ['rejected', 'blocked'] as const) {
      const ways = supplierActs.map((act) => statusAfter(end, act)).filter((next) => next !== null && next !== 'blocked');
      expect(ways).toEqual(['onboarding']);
    }
  });

  test('what is not on the road is refused', () => {
    expect(statusAfter('prospect', 'activate')).toBeNull();
    expect(statusAfter('inactive', 'watch')).toBeNull();
  });
});

describe('the body of a supplier', () => {
  const body = { code: 'V-1000', name: 'Acme', country: 'IN', contacts: [{ name: 'Asha', email: 'Asha@Example.com' }] };

  test('what is left out has a plain default', () => {
    expect(newSupplierBody.parse(body)).toMatchObject({
      timeZone: 'UTC',
      language: 'en',
      kind: 'product',
      categories: [],
      contacts: [{ email: 'asha@example.com', role: 'contact', language: null }],
    });
  });

  test.each([
    ['an empty name', { name: ' ' }, ['name']],
    ['a country in words', { country: 'India' }, ['country']],
    ['a time zone that does not exist', { timeZone: 'Asia/Atlantis' }, ['timeZone']],
    ['an address that is none', { contacts: [{ name: 'A', email: 'nowhere' }] }, ['contacts', 0, 'email']],
    ['the same address twice', { contacts: [...body.contacts, { name: 'B', email: 'asha@example.com' }] }, ['contacts']],
    ['a field that does not exist', { grade: 'A' }, []],
  ])('%s is refused at its field', (_, change, path) => {
    const result = newSupplierBody.safeParse({ ...body, ...change });
    expect(result.error?.issues.map((issue) => issue.path)).toEqual([path]);
  });

  test('a change names only what changes, and never the code', () => {
    expect(supplierChange.parse({ segment: 'strategic' })).toEqual({ segment: 'strategic' });
    expect(supplierChange.safeParse({ code: 'other' }).success).toBe(false);
  });
});
