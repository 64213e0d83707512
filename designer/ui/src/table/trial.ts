/** A decision table tried with sample values by the server, shortly after each change. */

import { useEffect, useState } from "react";
import { api, ApiError } from "../api/client";
import type { TableTried, TableTry } from "../api/types";
import type { Around } from "../feel/useFeel";
import type { Step } from "../model/document";
import type { Table } from "./model";

const PAUSE_MS = 250;
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** Return the table and the values as the server wants them. */
export function askedOf(step: Step, table: Table, around: Around): TableTry {
  const order = step["exit_order"];
  return {
    inputs: table.inputs.map((one) => textOf(one["value"])),
    outputs: table.outputs.map((one) => ({
      values: textOf(one["values"]),
      default: textOf(one["default"]),
    })),
    rows: table.rows.map(({ when, results, exit }) => ({ when, results, exit })),
    hit_policy: textOf(step["hit_policy"]) || "UNIQUE",
    aggregation: textOf(step["aggregation"]) || "list",
    exit_order: Array.isArray(order) ? order.map(String) : [],
    context: around.values,
    at: around.at || null,
  };
}

/** Return what the table makes of the values; the last known while the server thinks, null before. */
export function useTrial(step: Step, table: Table, around: Around): TableTried | null {
  const [tried, setTried] = useState<TableTried | null>(null);
  const asked = JSON.stringify(askedOf(step, table, around));
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      api
        .tryTable(JSON.parse(asked) as TableTry)
        .then((answer) => current && setTried(answer))
        .catch((error: unknown) => {
          if (!(error instanceof ApiError)) throw error;
          if (current) setTried(null);
        });
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return tried;
}

/** What became of one row: its cells, whether all hold, whether it answers. */
export interface RowTrial {
  cells: readonly (boolean | null)[];
  values: readonly string[];
  holds: boolean;
  answers: boolean;
}

export function rowTrial(tried: TableTried | null, row: number): RowTrial | null {
  const cells = tried?.cells[row];
  if (!tried || !cells) return null;
  return {
    cells,
    values: tried.values.map((one) => one?.text ?? ""),
    holds: tried.hits.includes(row),
    answers: tried.answers.includes(row),
  };
}
