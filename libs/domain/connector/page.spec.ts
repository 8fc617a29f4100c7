import fc from 'fast-check';
import { cellsOf, firstAddress, readPage, UnexpectedAnswer } from './page.js';
import { connectorShape, type ConnectorShape } from './shape.js';

const url = 'https://erp.example.com/api/lines?plant=7';
const shape = (given: object): ConnectorShape => connectorShape.parse(given);
const read = (answer: unknown, given: object, before: { address?: string; taken?: number; mark?: string | null } = {}) =>
  readPage(answer, shape(given), { address: url, taken: 0, mark: null, ...before }, '.');

describe('A page of a source', () => {
  it('has its rows where the shape says, nested values named by dots', () => {
    const answer = { d: { results: [{ id: 7, order: { number: 'A-1', date: null }, tags: ['x'], urgent: true }] } };
    expect(read(answer, { rows: 'd.results' }).rows).toEqual([{ id: '7', 'order.number': 'A-1', 'order.date': '', tags: '["x"]', urgent: 'true' }]);
  });

  it('can be the array of rows itself', () => {
    expect(read([{ id: 1 }], {})).toEqual({ rows: [{ id: '1' }], next: null, mark: null });
  });

  it.each([
    ['no array at the path', { items: {} }, /no array of rows at "items"/],
    ['a row that is no object', { items: [{ id: 1 }, 'two'] }, /Row 2 is not an object/],
    ['a row nested without end', { items: [{ id: 1 }, { id: JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown }] }, /Row 2 is nested too deeply/],
    ['nothing but an error text', 'maintenance', /no array/],
  ])('with %s is refused, and says where', (_, answer, words) => {
    expect(() => read(answer, { rows: 'items' })).toThrow(words);
  });

  it('writes numbers plainly, with the decimal sign that the mapping reads', () => {
    expect(cellsOf({ big: 1e21, small: 0.0000001, price: 1250.5 }, ',')).toEqual({ big: '1000000000000000000000', small: '0,0000001', price: '1250,5' });
  });

  it('never holds what cannot be stored', () => {
    const { 'a\u{fffd}': cell } = cellsOf({ 'a\0': 'b\0\ud800c' }, '.');
    expect(cell).toBe('b\u{fffd}\u{fffd}c');
  });

  it('turns any JSON object into cells of text', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (row) => {
        for (const cell of Object.values(cellsOf(row, '.'))) expect(typeof cell).toBe('string');
      }),
    );
  });
});

describe('The next page', () => {
  it('is asked by the cursor of the answer, and is none without one', () => {
    const by = { rows: 'items', next: { by: 'cursor', parameter: 'after', path: 'meta.next' } };
    expect(read({ items: [], meta: { next: 'p2' } }, by).next).toBe(`${url}&after=p2`);
    expect(read({ items: [], meta: { next: null } }, by).next).toBeNull();
    expect(read({ items: [] }, by).next).toBeNull();
  });

  it('is asked by the link of the answer, also a relative one', () => {
    const by = { rows: 'value', next: { by: 'link', path: 'nextLink' } };
    expect(read({ value: [], nextLink: '/api/lines?page=2' }, by).next).toBe('https://erp.example.com/api/lines?page=2');
    expect(read({ value: [] }, by).next).toBeNull();
  });

  it('is asked by the number of rows taken, until a page is not full', () => {
    const by = { next: { by: 'offset', parameter: 'skip', limitParameter: 'top', limit: 2 } };
    expect(firstAddress(url, shape(by), null)).toBe(`${url}&top=2&skip=0`);
    expect(read([{}, {}], by, { taken: 4 }).next).toBe(`${url}&skip=6`);
    expect(read([{}], by, { taken: 4 }).next).toBeNull();
  });

  it('that is this one again would never end, and is refused', () => {
    expect(() => read({ value: [], nextLink: url }, { rows: 'value', next: { by: 'link', path: 'nextLink' } })).toThrow(UnexpectedAnswer);
  });
});

describe('The mark of a pull', () => {
  const since = { since: { parameter: 'changedSince', from: 'rows', path: 'changed.at' } };

  it('asks only for what is new', () => {
    expect(firstAddress(url, shape(since), '2026-01-01')).toBe(`${url}&changedSince=2026-01-01`);
    expect(firstAddress(url, shape(since), null)).toBe(url);
  });

  it('is the greatest of all rows, in whatever order they come, and never goes back', () => {
    const rows = fc.array(fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rows, rows, (first, second) => {
        const page = (dates: Date[]) => dates.map((date) => ({ changed: { at: date.toISOString() } }));
        const mark = read(page(second), since, { mark: read(page(first), since).mark }).mark;
        expect(Date.parse(mark ?? '')).toBe(Math.max(...[...first, ...second].map((date) => date.getTime())));
      }),
    );
  });

  it('compares numbers by value and instants by time', () => {
    const at = (...values: unknown[]) => read(values.map((value) => ({ changed: { at: value } })), since).mark;
    expect(at(9, 10, 8)).toBe('10');
    expect(at('2026-03-01T10:00:00+05:00', '2026-03-01T06:00:00Z')).toBe('2026-03-01T06:00:00Z');
    expect(at(null, '')).toBeNull();
  });

  it('can be what the answer says', () => {
    const answer = { rows: 'items', since: { parameter: 'token', from: 'answer', path: 'token' } };
    expect(read({ items: [], token: 't2' }, answer, { mark: 't1' }).mark).toBe('t2');
    expect(read({ items: [] }, answer, { mark: 't1' }).mark).toBe('t1');
  });
});
