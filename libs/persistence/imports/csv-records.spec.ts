import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { FileProblem } from '#domain/facts/rules.js';
import { CsvRecords } from './csv-records.js';

/** The records of a text that comes in pieces of a size. */
function split(text: string, separator = ',', size = text.length || 1): string[][] {
  const records = new CsvRecords(separator);
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, place) => text.slice(place * size, (place + 1) * size));
  return [...pieces.flatMap((piece) => [...records.take(piece, false)]), ...records.take('', true)].map(({ fields }) => fields);
}

const byLibrary = (text: string, delimiter = ','): string[][] =>
  parse(text, { delimiter, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, skip_empty_lines: true });

const outcome = (read: () => string[][]): string[][] | 'refused' => {
  try {
    return read();
  } catch {
    return 'refused';
  }
};

describe('CSV', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'b', ',', ';', '"', '\n', '\r', ' ', 'я'), maxLength: 6 });
  const breaks = fc.constantFrom('\n', '\r\n', '\r');

  test('that is well formed is read as it was written, however it is torn to pieces', () => {
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(table, breaks, fc.constantFrom(',', ';'), fc.integer({ min: 1, max: 9 }), (rows, end, separator, size) => {
        const text = rows.map((fields) => fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(separator) + end).join('');
        expect(split(text, separator, size)).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });

  test('of any kind is read or refused as the library does it', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' '), maxLength: 14 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 15 }), (given, size) => {
        expect(outcome(() => split(given, ',', size))).toEqual(outcome(() => byLibrary(given)));
      }),
      { numRuns: 3_000 },
    );
  });

  test('tells the line each record begins on', () => {
    const lines = Array.from(new CsvRecords(',').take('a,b\n\n"x\r\ny",2\r"p\nq\nr",3\nlast,4\n', true), ({ line }) => line);
    expect(lines).toEqual([1, 3, 5, 8]);
  });

  test('with a quote that swallows everything is refused before it fills the memory', () => {
    const records = new CsvRecords(',');
    const fill = () => {
      for (let piece = 0; piece < 100; piece++) [...records.take(`"${'x'.repeat(65_536)}`.slice(piece === 0 ? 0 : 1), false)];
    };
    expect(fill).toThrow(FileProblem);
  });
});
