/** Excel needs it to take a file for UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** A line of a CSV file, every cell in quotes; what a spreadsheet would calculate becomes text. */
export function csvLine(cells: readonly string[], separator = ','): string {
  return `${cells.map((cell) => `"${harmless(cell).replaceAll('"', '""')}"`).join(separator)}\r\n`;
}

/** A number is no formula although it may begin with a sign; everything else that a spreadsheet would calculate becomes text. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !/^[+-]?[\d.,' \u00a0\u202f]+$/.test(cell) ? `'${cell}` : cell;
}
