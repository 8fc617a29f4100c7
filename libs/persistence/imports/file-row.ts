import type { Cells } from '#domain/facts/read-row.js';
import type { Problem } from '#domain/facts/rules.js';

/** One row of a file: the line it begins on, the cells in the order of the mapping's columns, and whether its number of cells is wrong. */
export interface FileRow {
  readonly line: number;
  readonly cells: Cells;
  readonly problem: Problem | null;
}
