/** Variables that hold a table: a list of groups with the same names, edited by rows and columns. */

import { isObject, type Json, type JsonObject } from "./document";
import { valueOf } from "./values";

export interface Records {
  columns: readonly string[];
  rows: readonly JsonObject[];
}

/** Return the table that a value is, or null when it is something else or holds more than plain values. */
export function recordsOf(value: Json | undefined): Records | null {
  if (!Array.isArray(value) || !value.every(isRecord)) return null;
  const columns = [...new Set(value.flatMap((row) => Object.keys(row)))];
  return columns.length || value.length === 0 ? { columns, rows: value } : null;
}

function isRecord(value: Json): value is JsonObject {
  return isObject(value) && Object.values(value).every((cell) => typeof cell !== "object" || cell === null);
}

export function addRecord({ columns, rows }: Records): Records {
  return { columns, rows: [...rows, Object.fromEntries(columns.map((column) => [column, null]))] };
}

export function removeRecord({ columns, rows }: Records, at: number): Records {
  return { columns, rows: rows.filter((_row, index) => index !== at) };
}

/** Add a column to every row; the first column of an empty table brings a row with it, for a file keeps only rows. */
export function addColumn({ columns, rows }: Records, name: string): Records {
  const filled = rows.length ? rows : [{}];
  return { columns: [...columns, name], rows: filled.map((row) => ({ ...row, [name]: row[name] ?? null })) };
}

export function removeColumn({ columns, rows }: Records, name: string): Records {
  const rest = columns.filter((column) => column !== name);
  const without = rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([column]) => column !== name)),
  );
  return { columns: rest, rows: rest.length ? without : [] };
}

/** Give a column another name; a name that is taken changes nothing. */
export function renameColumn(records: Records, old: string, name: string): Records {
  if (!name || records.columns.includes(name)) return records;
  const now = (column: string): string => (column === old ? name : column);
  return {
    columns: records.columns.map(now),
    rows: records.rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, cell]) => [now(column), cell])),
    ),
  };
}

/** Take a typed cell over; in a column of texts such as order numbers, what looks like a number stays text. */
export function setCell({ columns, rows }: Records, at: number, column: string, text: string): Records {
  const holdsTexts = rows.some((row) => looksLikeOther(row[column]));
  const value = holdsTexts && text !== "" ? text : valueOf(text);
  return { columns, rows: rows.map((row, index) => (index === at ? { ...row, [column]: value } : row)) };
}

function looksLikeOther(cell: Json | undefined): boolean {
  return typeof cell === "string" && cell !== "" && typeof valueOf(cell) !== "string";
}
