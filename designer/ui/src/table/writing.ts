/** The cell that is written in: how its text is read from the table and put back. */

import type { FeelKind } from "../api/types";
import { setCell, setColumn, type Side, type Table } from "./model";

export interface Writing {
  title: string;
  kind: FeelKind;
  read: (table: Table) => string | undefined;
  write: (table: Table, text: string) => Table;
  /** The expression whose value the tests are of. */
  subject?: (table: Table) => string;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

export function cellWriting(title: string, row: number, side: Side, column: number): Writing {
  const key = side === "inputs" ? "when" : "results";
  return {
    title,
    kind: side === "inputs" ? "tests" : "expression",
    read: (table) => table.rows[row]?.[key][column],
    write: (table, text) => setCell(table, row, side, column, text),
    ...(side === "inputs" && { subject: (table: Table) => textOf(table.inputs[column]?.["value"]) }),
  };
}

export function columnWriting(
  title: string,
  kind: FeelKind,
  side: Side,
  column: number,
  key: string,
): Writing {
  return {
    title,
    kind,
    read: (table) => (table[side][column] ? textOf(table[side][column][key]) : undefined),
    write: (table, text) => setColumn(table, side, column, key, text),
    ...(kind === "tests" && { subject: (table: Table) => textOf(table.inputs[column]?.["value"]) }),
  };
}

/** Return how a column is called: by its heading, else by what it looks at. */
export function columnName(table: Table, side: Side, column: number): string {
  const one = table[side][column] ?? {};
  return textOf(one["label"]) || textOf(one["value"]) || textOf(one["variable"]) || String(column + 1);
}
