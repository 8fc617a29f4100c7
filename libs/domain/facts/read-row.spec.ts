import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { factBody, kindNamed } from './catalogue.js';
import { contentWriter } from './content.js';
import type { Values } from './kind.js';
import { columnsOf, placeColumns, type Mapping } from './mapping.js';
import { findMapping } from './mappings.js';
import { usaidScms } from './mappings/usaid-scms.js';
import { rowReader, type ReadRow } from './read-row.js';
import { FileProblem } from './rules.js';

/** A row, its cells by column. */
type Row = Readonly<Record<string, string | undefined>>;

const readRow = (mapping: Mapping, row: Row): ReadRow => rowReader(mapping, '2026-03-02')(columnsOf(mapping).map((column) => row[column]));
const given = (values: Values | null | undefined) => Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== null));

const delivery: Row = {
  ID: '3',
  'PO / SO #': 'SCMS-13',
  Vendor: 'Aurobindo Pharma Limited',
  'Item Description': 'Nevirapine 10mg/ml, oral suspension, Bottle, 240 ml',
  'Product Group': 'ARV',
  'Sub Classification': 'Pediatric',
  'Line Item Quantity': '1000',
  'Line Item Value': '6200',
  'Unit Price': '0.03',
  'PO Sent to Vendor Date': '11/13/06',
  'Scheduled Delivery Date': '14-Nov-06',
  'Delivered to Client Date': '15-Nov-06',
};

const read = (change: Row = {}, mapping: Mapping = usaidScms) => readRow(mapping, { ...delivery, ...change });

const rulesOf = (change: Row, mapping?: Mapping) => {
  const row = read(change, mapping);
  return row.kind === 'quarantined' ? row.problems.map(({ column, rule }) => `${column}: ${rule}`) : row.kind;
};

const warningsOf = (change: Row) => {
  const row = read(change);
  return row.kind === 'facts' ? row.warnings.map((warning) => warning.rule) : row.kind;
};

describe('a delivery of the USAID file', () => {
  test('becomes an order line and its receipt', () => {
    const row = read();
    expect(row).toMatchObject({ kind: 'facts', supplier: { code: 'aurobindo-pharma-limited', name: 'Aurobindo Pharma Limited' }, warnings: [] });
    const facts = row.kind === 'facts' ? row.facts.map(given) : [];
    expect(facts).toEqual([
      {
        externalId: '3',
        orderNumber: 'SCMS-13',
        item: 'Nevirapine 10mg/ml, oral suspension, Bottle, 240 ml',
        category: 'ARV / Pediatric',
        orderedQuantity: '1000',
        unit: 'pack',
        unitPrice: '0.03',
        lineValue: '6200',
        currency: 'USD',
        orderDate: '2006-11-13',
        originalPromisedDate: '2006-11-14',
        promisedDate: '2006-11-14',
      },
      { externalId: '3', lineExternalId: '3', quantity: '1000', receivedOn: '2006-11-15' },
    ]);
  });

  test('from the own warehouse is filtered, whatever else it holds', () => {
    expect(read({ Vendor: ' SCMS from RDC', 'Line Item Quantity': 'rubbish' })).toEqual({ kind: 'filtered' });
  });

  test('without a receipt date is a line that has not arrived', () => {
    const row = read({ 'Delivered to Client Date': '' });
    expect(row).toMatchObject({ kind: 'facts', facts: [{ externalId: '3' }, null], warnings: [] });
  });

  test.each(['14-Nov-06', '11/14/06', '2006-11-14'])('may write its date as %s', (text) => {
    expect(read({ 'Scheduled Delivery Date': text })).toMatchObject({ facts: [{ promisedDate: '2006-11-14' }, {}] });
  });
});

describe('a row is quarantined', () => {
  test.each([
    ['without an id', { ID: ' ' }, ['ID: missingExternalId']],
    ['with an id of endless length', { ID: 'x'.repeat(201) }, ['ID: textTooLong']],
    ['without a supplier', { Vendor: '' }, ['Vendor: missingSupplier']],
    ['with a supplier of dots', { Vendor: '...' }, ['Vendor: missingSupplier']],
    ['without a promised date', { 'Scheduled Delivery Date': '' }, ['Scheduled Delivery Date: missingPromisedDate']],
    ['when nobody knows the promised date', { 'Scheduled Delivery Date': 'Date Not Captured' }, ['Scheduled Delivery Date: missingPromisedDate']],
    ['with a promised date that is not in the calendar', { 'Scheduled Delivery Date': '30-Feb-09' }, ['Scheduled Delivery Date: impossiblePromisedDate']],
    ['with a promised date before its time', { 'Scheduled Delivery Date': '1899-12-31' }, ['Scheduled Delivery Date: impossiblePromisedDate']],
    ['with an unreadable receipt date', { 'Delivered to Client Date': 'soon' }, ['Delivered to Client Date: impossibleReceiptDate']],
    ['received after the day it arrives here, wherever a day begins first', { 'Delivered to Client Date': '2026-03-04' }, ['Delivered to Client Date: impossibleReceiptDate']],
    ['without a quantity', { 'Line Item Quantity': '' }, ['Line Item Quantity: missingQuantity']],
    ['with a quantity in words', { 'Line Item Quantity': 'ten' }, ['Line Item Quantity: impossibleQuantity']],
    ['with a separator nobody can be sure of', { 'Line Item Quantity': '1,000' }, ['Line Item Quantity: impossibleQuantity']],
    ['with more decimals than are kept', { 'Line Item Quantity': '1.00001' }, ['Line Item Quantity: impossibleQuantity']],
    ['with nothing ordered', { 'Line Item Quantity': '0' }, ['Line Item Quantity: impossibleQuantity']],
    ['with a negative quantity', { 'Line Item Quantity': '-5' }, ['Line Item Quantity: negativeQuantity']],
    ['with a negative price', { 'Unit Price': '-0.5' }, ['Unit Price: impossiblePrice']],
    ['with every problem named', { ID: '', 'Line Item Value': '?' }, ['ID: missingExternalId', 'Line Item Value: impossiblePrice']],
  ])('%s', (_, change, problems) => {
    expect(rulesOf(change)).toEqual(problems);
  });

  test('when unit or currency are not those agreed', () => {
    const [line, receipt] = usaidScms.facts;
    const values = { ...line!.values, unit: { column: 'Unit', allowed: ['pack'] }, currency: { column: 'Currency', allowed: ['USD', 'EUR'] } };
    const agreed: Mapping = { ...usaidScms, facts: [{ ...line!, values }, receipt!] };
    expect(rulesOf({ Unit: 'pack', Currency: 'EUR' }, agreed)).toBe('facts');
    expect(rulesOf({ Unit: 'kg', Currency: 'RUB' }, agreed)).toEqual(['Unit: unitMismatch', 'Currency: currencyMismatch']);
  });
});

describe('a row lands with a warning', () => {
  test.each([
    ['received before it was ordered', { 'PO Sent to Vendor Date': '11/16/06' }, ['receiptBeforeOrder']],
    ['received and promised tomorrow or later, but for its order date', { 'Delivered to Client Date': '2026-03-03', 'Scheduled Delivery Date': '2027-01-01', 'PO Sent to Vendor Date': '' }, ['missingOrderDate']],
    ['a price of zero', { 'Unit Price': '0.00' }, ['zeroPrice']],
    ['an order date nobody captured', { 'PO Sent to Vendor Date': 'Date Not Captured' }, ['missingOrderDate']],
    ['an order date that cannot be', { 'PO Sent to Vendor Date': '13/32/06' }, ['missingOrderDate']],
  ])('%s', (_, change, warnings) => {
    expect(warningsOf(change)).toEqual(warnings);
  });
});

describe('any row at all', () => {
  const cell = fc.oneof(
    fc.constantFrom('', '0', '12', '3.50', '-1', '14-Nov-06', '11/14/06', '2031-02-29', 'SCMS from RDC', 'Date Not Captured', '1e9', 'N/A'),
    fc.string({ unit: 'grapheme' }),
  );
  const anyRow = fc.record(Object.fromEntries(columnsOf(usaidScms).map((column) => [column, cell])));
  const mostlyGood = fc.record(
    Object.fromEntries(columnsOf(usaidScms).map((column) => [column, fc.oneof({ weight: 9, arbitrary: fc.constant(delivery[column]!) }, { weight: 1, arbitrary: cell })])),
  );

  test('is filtered, quarantined with a reason, or facts that fit their schema', () => {
    fc.assert(
      fc.property(fc.oneof(anyRow, mostlyGood), (row) => {
        const result = readRow(usaidScms, row);
        if (result.kind === 'quarantined') {
          expect(result.problems.length).toBeGreaterThan(0);
          for (const problem of result.problems) expect(problem.hint).not.toBe('');
        }
        if (result.kind === 'facts') {
          result.facts.forEach((fact, place) => {
            if (!fact) return;
            const { promisedDate: _derived, ...values } = given(fact);
            expect(factBody(usaidScms.facts[place]!.kind).safeParse({ supplierCode: result.supplier?.code, ...values }).error).toBeUndefined();
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  test('reads the same every time, so that a second import finds the same content', () => {
    fc.assert(
      fc.property(mostlyGood, (row) => {
        expect(readRow(usaidScms, row)).toEqual(readRow(structuredClone(usaidScms), { ...row }));
      }),
    );
  });
});

describe('the content of a fact', () => {
  const content = (change: Row) => {
    const row = read(change);
    return row.kind === 'facts' ? contentWriter(kindNamed('orderLines'))(row.supplier?.code ?? '', row.facts[0] ?? {}) : row.kind;
  };

  test('is what it was when the first facts were stored, so that they are not taken for changed', () => {
    expect(content({ 'PO / SO #': '' })).toBe(
      '["aurobindo-pharma-limited",["category","ARV / Pediatric"],["currency","USD"],["externalId","3"],' +
        '["item","Nevirapine 10mg/ml, oral suspension, Bottle, 240 ml"],["lineValue","6200"],["orderDate","2006-11-13"],["orderedQuantity","1000"],' +
        '["originalPromisedDate","2006-11-14"],["promisedDate","2006-11-14"],["unit","pack"],["unitPrice","0.03"]]',
    );
  });

  test('is the same however the number, the date or the name is written', () => {
    const written = { 'Line Item Quantity': '01000.0', 'Scheduled Delivery Date': '11/14/06', Vendor: 'AUROBINDO PHARMA LIMITED' };
    expect(content(written)).toBe(content({}));
  });

  test.each([{ 'Unit Price': '0.04' }, { 'Scheduled Delivery Date': '15-Nov-06' }, { Vendor: 'Another' }, { 'PO / SO #': '' }])(
    'changes with %j',
    (change) => {
      expect(content(change)).not.toBe(content({}));
    },
  );
});

describe('a file whose first line does not fit the mapping', () => {
  test('is refused, naming the missing columns and those it has', () => {
    const header = columnsOf(usaidScms).filter((column) => column !== 'Vendor' && column !== 'ID');
    const place = () => placeColumns(usaidScms, [...header, 'Supplier']);
    expect(place).toThrow(FileProblem);
    expect(place).toThrow(/Missing columns: "ID", "Vendor".*"Supplier"/s);
  });

  test('is refused when a column stands there twice', () => {
    expect(() => placeColumns(usaidScms, [...columnsOf(usaidScms), 'Vendor'])).toThrow(/more than once: "Vendor"/);
  });

  test('does not matter in the order of its columns', () => {
    const columns = columnsOf(usaidScms);
    const placed = placeColumns(usaidScms, [...columns].reverse());
    expect(placed[0]).toBe(columns.length - 1);
  });
});

test('a mapping is found by its exact name only', () => {
  expect(findMapping('usaid-scms')).toBe(usaidScms);
  expect(findMapping('toString')).toBeUndefined();
  expect(findMapping('USAID')).toBeUndefined();
});
