import { placeColumns, type Mapping } from '#domain/facts/mapping.js';
import type { Cells } from '#domain/facts/read-row.js';
import type { Problem } from '#domain/facts/rules.js';

/** One row of a file: the line it begins on, the cells in the order of the mapping's columns, and whether its number of cells is wrong. */
export interface FileRow {
  readonly line: number;
  readonly cells: Cells;
  readonly problem: Problem | null;
}

/** How a file is read into rows, whatever its rows become. */
export interface FileForm {
  readonly file: Mapping['file'];
  /** How cells of a workbook that are dates or numbers are written out. */
  readonly dates: { readonly forms: readonly string[] };
  readonly numbers: Pick<Mapping['numbers'], 'decimal'>;
  /**
   * Where the columns that are read stand in the line of titles; -1 for one that is not there.
   * @throws FileProblem when the file is another one
   */
  place(titles: readonly string[]): number[];
}

/** The form of a file of facts. */
export function formOf(mapping: Mapping): FileForm {
  const { file, dates, numbers } = mapping;
  return { file, dates, numbers, place: (titles) => placeColumns(mapping, titles) };
}
