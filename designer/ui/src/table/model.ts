/** A decision table as the grid shows it, and what can be done to its rows and columns. */

import { isObject, type Json, type JsonObject, type Step } from "../model/document";

export interface Table {
  inputs: JsonObject[];
  outputs: JsonObject[];
  rows: TableRow[];
}

export interface TableRow {
  when: string[];
  results: string[];
  exit: string;
  /** What else a row holds, such as a note. */
  more: JsonObject;
}

/** Where a cell is: in a row, the heading or the line of defaults; a column of inputs, of outputs, or the exits. */
export interface Place {
  row: number;
  column: number;
}

const objects = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
const texts = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.map((one) => (typeof one === "string" ? one : String(one ?? ""))) : [];

export const ANYTHING = "-";

/** Read a table out of a step; every row gets a cell for every column. */
export function tableOf(step: Step): Table {
  const inputs = objects(step["inputs"]);
  const outputs = objects(step["outputs"]);
  const rows = objects(step["rows"]).map(({ when, results, exit, ...more }) => ({
    when: fitted(texts(when), inputs.length, ANYTHING),
    results: fitted(texts(results), outputs.length, "null"),
    exit: typeof exit === "string" ? exit : "",
    more,
  }));
  return { inputs, outputs, rows };
}

function fitted(cells: readonly string[], count: number, empty: string): string[] {
  return Array.from({ length: count }, (_, at) => cells[at] ?? empty);
}

/** Return a table as the settings of a step. */
export function settingsOf({ inputs, outputs, rows }: Table): Record<string, Json | undefined> {
  return {
    inputs,
    outputs: outputs.length ? outputs : undefined,
    rows: rows.map(({ when, results, exit, more }) => ({
      when,
      ...(results.length && { results }),
      exit,
      ...more,
    })),
  };
}

export type Side = "inputs" | "outputs";
const CELLS = { inputs: "when", outputs: "results" } as const;

export function addRow(table: Table, exit: string): Table {
  const row = {
    when: table.inputs.map(() => ANYTHING),
    results: table.outputs.map(() => "null"),
    exit,
    more: {},
  };
  return { ...table, rows: [...table.rows, row] };
}

export function moveRow(table: Table, from: number, to: number): Table {
  return { ...table, rows: moved(table.rows, from, to) };
}

export function removeRow(table: Table, row: number): Table {
  return { ...table, rows: table.rows.filter((_, at) => at !== row) };
}

export function addColumn(table: Table, side: Side, column: JsonObject): Table {
  const empty = side === "inputs" ? ANYTHING : "null";
  return {
    ...table,
    [side]: [...table[side], column],
    rows: table.rows.map((row) => ({ ...row, [CELLS[side]]: [...row[CELLS[side]], empty] })),
  };
}

export function moveColumn(table: Table, side: Side, from: number, to: number): Table {
  return {
    ...table,
    [side]: moved(table[side], from, to),
    rows: table.rows.map((row) => ({ ...row, [CELLS[side]]: moved(row[CELLS[side]], from, to) })),
  };
}

export function removeColumn(table: Table, side: Side, column: number): Table {
  const without = <T>(list: readonly T[]): T[] => list.filter((_, at) => at !== column);
  return {
    ...table,
    [side]: without(table[side]),
    rows: table.rows.map((row) => ({ ...row, [CELLS[side]]: without(row[CELLS[side]]) })),
  };
}

/** Change an entry of a column; an empty text takes it away unless it must be there. */
export function setColumn(table: Table, side: Side, column: number, key: string, text: string): Table {
  const must = key === "value" || key === "variable";
  const changed = table[side].map((one, at) => {
    if (at !== column) return one;
    const { [key]: _old, ...rest } = one;
    return text === "" && !must ? rest : { ...one, [key]: text };
  });
  return { ...table, [side]: changed };
}

export function setCell(table: Table, row: number, side: Side, column: number, text: string): Table {
  const key = CELLS[side];
  return {
    ...table,
    rows: table.rows.map((one, at) => (at === row ? { ...one, [key]: one[key].with(column, text) } : one)),
  };
}

export function setExit(table: Table, row: number, exit: string): Table {
  return { ...table, rows: table.rows.map((one, at) => (at === row ? { ...one, exit } : one)) };
}

function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  const rest = list.filter((_, at) => at !== from);
  return rest.toSpliced(to, 0, item);
}

const ARROWS: Record<string, Place> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

const within = (value: number, count: number): number => Math.max(0, Math.min(value, count - 1));

/** Return the cell that an arrow leads to, staying within the grid. */
export function stepFrom({ row, column }: Place, key: string, rows: number, columns: number): Place {
  const way = ARROWS[key] ?? { row: 0, column: 0 };
  return { row: within(row + way.row, rows), column: within(column + way.column, columns) };
}
