import type { Json } from "./document";
import { describe, expect, it } from "vitest";
import {
  addColumn,
  addRecord,
  recordsOf,
  removeColumn,
  removeRecord,
  renameColumn,
  setCell,
} from "./records";

const ORDERS: Json = [
  { id: "1001", paid: true },
  { id: "1002", sum: 12.5 },
];

describe("tables in variables", () => {
  it("knows a table from other values", () => {
    expect(recordsOf(ORDERS)?.columns).toEqual(["id", "paid", "sum"]);
    expect(recordsOf([])).toEqual({ columns: [], rows: [] });
    for (const other of [undefined, null, "x", [1, 2], { a: 1 }, [{}], [{ a: [1] }], [{ a: { b: 1 } }]]) {
      expect(recordsOf(other)).toBeNull();
    }
  });

  it("changes cells, rows and columns", () => {
    const table = { columns: ["id"], rows: [{ id: "1" }, { id: "2" }] };
    expect(addRecord(table).rows[2]).toEqual({ id: null });
    expect(removeRecord(table, 0).rows).toEqual([{ id: "2" }]);
    expect(addColumn(table, "b").rows[1]).toEqual({ id: "2", b: null });
    expect(setCell(table, 1, "id", "3").rows).toEqual([{ id: "1" }, { id: "3" }]);
    expect(setCell(table, 1, "id", "").rows[1]).toEqual({ id: null });
    expect(setCell({ columns: ["n"], rows: [{ n: 1 }] }, 0, "n", "2.5").rows).toEqual([{ n: 2.5 }]);
    expect(renameColumn(table, "id", "no").rows).toEqual([{ no: "1" }, { no: "2" }]);
  });

  it("begins with a row and ends empty", () => {
    const first = addColumn({ columns: [], rows: [] }, "a");
    expect(first.rows).toEqual([{ a: null }]);
    expect(removeColumn(first, "a")).toEqual({ columns: [], rows: [] });
  });

  it("keeps two columns from having one name", () => {
    const table = { columns: ["a", "b"], rows: [{ a: 1, b: 2 }] };
    expect(renameColumn(table, "a", "b")).toBe(table);
    expect(renameColumn(table, "a", "")).toBe(table);
  });
});
