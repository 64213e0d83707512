import { describe, expect, it } from "vitest";
import type { Step } from "../model/document";
import {
  addColumn,
  addRow,
  moveColumn,
  moveRow,
  removeColumn,
  removeRow,
  setCell,
  setColumn,
  setExit,
  settingsOf,
  stepFrom,
  tableOf,
} from "./model";

const STEP: Step = {
  type: "decision_table",
  inputs: [{ value: "level" }, { value: "hour", label: "Hour" }],
  outputs: [{ variable: "queue" }],
  rows: [
    { when: ['"VIP"', "-"], results: ['"a"'], exit: "vip", note: "soon" },
    { when: ["-", ">= 9"], results: ['"b"'], exit: "desk" },
  ],
};

describe("a decision table", () => {
  const table = tableOf(STEP);

  it("is saved as it was read", () => {
    const { type: _type, ...settings } = STEP;
    expect(settingsOf(table)).toEqual(settings);
  });

  it("is mended where a hand-edited file lacks cells", () => {
    const broken = tableOf({
      ...STEP,
      rows: [{ when: ["1"] }, 7, { when: 3, results: ["1", "2"], exit: null }],
    });
    expect(broken.rows.map(({ when, results, exit }) => [when, results, exit])).toEqual([
      [["1", "-"], ["null"], ""],
      [["-", "-"], ["1"], ""],
    ]);
  });

  it("keeps rows whole when columns come, move and go", () => {
    const wider = addColumn(table, "inputs", { value: "language" });
    expect(wider.rows[0]?.when).toEqual(['"VIP"', "-", "-"]);
    expect(moveColumn(wider, "inputs", 1, 0).rows[1]?.when).toEqual([">= 9", "-", "-"]);
    expect(moveColumn(table, "inputs", 0, -1)).toEqual(table);
    expect(removeColumn(wider, "inputs", 0).rows[1]?.when).toEqual([">= 9", "-"]);
    expect(removeColumn(table, "outputs", 0).rows[0]?.results).toEqual([]);
    expect(settingsOf(removeColumn(table, "outputs", 0))["outputs"]).toBeUndefined();
  });

  it("adds, moves and removes rows", () => {
    expect(addRow(table, "desk").rows[2]).toEqual({
      when: ["-", "-"],
      results: ["null"],
      exit: "desk",
      more: {},
    });
    expect(moveRow(table, 1, 0).rows.map((row) => row.exit)).toEqual(["desk", "vip"]);
    expect(removeRow(table, 0).rows.map((row) => row.exit)).toEqual(["desk"]);
  });

  it("changes one cell only", () => {
    expect(setCell(table, 1, "inputs", 1, "> 9").rows[1]?.when).toEqual(["-", "> 9"]);
    expect(setExit(table, 0, "x").rows[0]).toMatchObject({ exit: "x", more: { note: "soon" } });
    expect(setColumn(table, "inputs", 1, "label", "").inputs[1]).toEqual({ value: "hour" });
    expect(setColumn(table, "inputs", 1, "value", "").inputs[1]).toEqual({ value: "", label: "Hour" });
  });

  it("is walked by arrows within its bounds", () => {
    expect(stepFrom({ row: 0, column: 0 }, "ArrowUp", 2, 3)).toEqual({ row: 0, column: 0 });
    expect(stepFrom({ row: 0, column: 0 }, "ArrowDown", 2, 3)).toEqual({ row: 1, column: 0 });
    expect(stepFrom({ row: 1, column: 2 }, "ArrowRight", 2, 3)).toEqual({ row: 1, column: 2 });
  });
});
