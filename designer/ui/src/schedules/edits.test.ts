import { describe, expect, it } from "vitest";
import type { JsonObject } from "../model/document";
import { openHistory, run, undo } from "../model/history";
import { differingParts } from "./DraftDifferences";
import { addRule, freshName, moveRule, removeRule, rulesOf, setAt, setKeys, setWeek } from "./edits";
import { readWeek } from "./week";

const document: JsonObject = {
  schedule: "shop",
  weekly: { "mon-fri": ["09:00-18:00"] },
  holidays: [{ id: "one", match: ["春节"] }, { id: "two" }],
};

describe("changing a schedule", () => {
  it("sets and takes away values deep in the file, and leaves the rest as it is", () => {
    const next = setAt(["holidays", 0, "hours"], ["10:00-12:00"]).apply(document);
    expect(rulesOf(next, "holidays")[0]).toEqual({ id: "one", match: ["春节"], hours: ["10:00-12:00"] });
    expect(next["weekly"]).toBe(document["weekly"]);
    expect(setAt(["holidays", 0, "hours"], undefined).apply(next)).toEqual(document);
    expect(setAt(["flows", "open"], "main").apply(document)["flows"]).toEqual({ open: "main" });
  });

  it("does nothing where nothing changes", () => {
    expect(setAt(["schedule"], "shop").apply(document)).toBe(document);
    expect(setKeys(["holidays", 0], { id: "one" }).apply(document)).toBe(document);
    expect(setKeys(["holidays", 7], { id: "x" }).apply(document)).toBe(document);
    expect(setWeek(["weekly"], readWeek(document["weekly"], {})).apply(document)).toBe(document);
  });

  it("adds, moves and removes rules; an empty list leaves the file", () => {
    const added = addRule("promotions", { id: "sale" }).apply(document);
    expect(rulesOf(added, "promotions")).toEqual([{ id: "sale" }]);
    expect("promotions" in removeRule("promotions", 0).apply(added)).toBe(false);
    expect(rulesOf(moveRule("holidays", 1, -1).apply(document), "holidays")).toEqual([
      { id: "two" },
      { id: "one", match: ["春节"] },
    ]);
    expect(moveRule("holidays", 0, -1).apply(document)).toBe(document);
  });

  it("finds names that no other rule has", () => {
    expect(freshName(document, "holidays", "one")).toBe("one 2");
    expect(freshName(document, "promotions", "one")).toBe("one");
  });

  it("can be undone, typing as one step", () => {
    const typed = ["f", "fl", "flo"].reduce(
      (history, text, index) => run(history, setAt(["flows", "open"], text), index * 100),
      openHistory(document),
    );
    expect(typed.past).toHaveLength(1);
    expect(undo(typed).document).toBe(document);
  });

  it("says in which parts two states differ", () => {
    expect(differingParts(document, { ...document, weekly: {}, timezone: "UTC", flows: {} })).toEqual([
      "tab.week",
      "settings.title",
    ]);
  });
});
