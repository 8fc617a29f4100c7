import { describe, expect, it } from '@jest/globals';
import { emptyCsv, refusedCsv, type Column } from './columns.js';
import { bodyOf, emptyDraft, lackingIn } from './invitation.js';
import type { InvitationRow } from './queries.js';

const titles: Readonly<Record<Column, string>> = { name: 'Name', country: 'Country', taxId: 'Tax id', language: 'Language', contactName: 'Contact', email: 'Email', category: 'Category', segment: 'Segment', expectedSpend: 'Expected spend', distinct: 'Distinct' };

describe('A list of refused rows', () => {
  it('has what was written, with the reason at its end, and nothing that a spreadsheet would calculate', () => {
    const row: InvitationRow = { line: 4, status: 'refused', cells: { name: 'A "B", GmbH', country: '=1+1', expectedSpend: '-12,50' }, problems: [], supplierId: null, caseId: null };
    const [head, first, end] = refusedCsv([row], { titles, why: 'Why', reasonOf: () => 'Unknown country' }).split('\r\n');
    expect(head).toBe('"Name","Country","Tax id","Language","Contact","Email","Category","Segment","Expected spend","Distinct","Why"');
    expect(first).toBe('"A ""B"", GmbH","\'=1+1","","","","","","","-12,50","","Unknown country"');
    expect(end).toBe('');
  });

  it('begins as an empty one with the same columns', () => {
    expect(emptyCsv(titles).trim().split(',')).toHaveLength(10);
  });
});

describe('An invitation', () => {
  it('needs a name, a country and an address, and a spend that is a number', () => {
    expect(lackingIn({ ...emptyDraft(), name: ' ', expectedSpend: 'much' })).toEqual(['name', 'country', 'email', 'expectedSpend']);
  });

  it('is sent with categories one a line, money without spaces, and nothing for what was left empty', () => {
    const body = bodyOf({ ...emptyDraft(), name: ' Forge ', country: 'DE', email: 'sales@example.com', categories: 'castings\nparts, forged; castings', expectedSpend: '250 000,50', timeZone: 'UTC' });
    expect(body).toEqual({ name: 'Forge', country: 'DE', email: 'sales@example.com', language: 'en', timeZone: 'UTC', kind: 'product', taxId: null, categories: ['castings', 'parts, forged'], expectedSpend: 250_000.5 });
  });
});
