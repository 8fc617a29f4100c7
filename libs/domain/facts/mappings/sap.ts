/**
 * How SAP writes table contents for download (SE16N, spreadsheet or text): dates as yyyyMMdd or dd.MM.yyyy with 00000000 for
 * none, a minus after the number, keys with leading zeros. Tables of purchasing share the source, so that a receipt finds its line.
 */
export const sapFile = {
  source: 'sap',
  file: { separator: ';' },
  numbers: { decimal: ',', thousands: '.', trailingMinus: true },
  dates: { forms: ['dd.MM.yyyy', 'yyyyMMdd', 'yyyy-MM-dd'], unknown: ['00000000', '00.00.0000'] },
} as const;

/** An order's item: EBELN and EBELP as SAP shows them, `4500001234/10`. */
export const sapLine = { columns: ['EBELN', 'EBELP'], joinedBy: '/', withoutLeadingZeros: true } as const;
