/**
 * How 1C:Enterprise writes a report that is saved as text for Excel in Russia: tab-separated Windows-1251 by default, decimal comma,
 * no-break spaces between thousands, dates with or without time. Facts of orders and receipts share the source, so that a
 * receipt finds its line.
 */
export const oneCFile = {
  source: '1c',
  file: { separator: ';', encoding: 'windows-1251' },
  numbers: { decimal: ',', thousands: ' ' },
  dates: { forms: ['dd.MM.yyyy', 'dd.MM.yyyy H:mm:ss', 'dd.MM.yy', 'yyyy-MM-dd'], unknown: ['<>', '01.01.0001'] },
} as const;

/**
 * The line of a document by the columns with its number, its date and the line's number: `УТ-000017/2026/1`. 1C numbers its
 * documents anew each year, so the number alone names another document a year later.
 */
export const oneCLine = ([number, date, line]: readonly [number: string, date: string, line: string]) => ({ columns: [number, { yearOf: date }, line], joinedBy: '/' });
