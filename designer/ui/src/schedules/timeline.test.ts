import { describe, expect, it } from "vitest";
import { addDays, monthAfter, weekdayOf, weeksOf } from "./dates";
import { readRule, writeRule } from "./recurrence";
import { barsOf, covered, daysPulled, placeOf, pulled, rowsOf } from "./timeline";

const view = { first: "2026-11-01", last: "2026-11-30" };

describe("dates", () => {
  it("count over leap days and year ends", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(monthAfter("2026-12-31", 1)).toBe("2027-01-01");
    expect(weekdayOf("2026-11-22")).toBe(6);
  });
  it("fill the weeks of a month, Monday first", () => {
    const weeks = weeksOf("2026-11-15");
    expect(weeks[0]).toEqual(["", "", "", "", "", "", "2026-11-01"]);
    expect(weeks.flat().filter(Boolean)).toHaveLength(30);
    expect(weeks.every((week) => week.length === 7)).toBe(true);
  });
});

describe("bars", () => {
  it("lie where their days are, cut at the edges of the view", () => {
    expect(placeOf({ first: "2026-11-01", last: "2026-11-30" }, view)).toEqual({ left: 0, width: 100 });
    expect(placeOf({ first: "2026-10-01", last: "2026-11-03" }, view)?.width).toBeCloseTo(10);
    expect(placeOf({ first: "2026-12-01", last: "2026-12-03" }, view)).toBeNull();
  });
  it("are pulled by whole days and never turned around", () => {
    expect(daysPulled(52, 300, view)).toBe(5);
    expect(daysPulled(52, 0, view)).toBe(0);
    const bar = { first: "2026-11-01", last: "2026-11-11" };
    expect(pulled(bar, "move", 2)).toEqual({ first: "2026-11-03", last: "2026-11-13" });
    expect(pulled(bar, "start", 40)).toEqual({ first: "2026-11-11", last: "2026-11-11" });
    expect(pulled(bar, "end", -40)).toEqual({ first: "2026-11-01", last: "2026-11-01" });
  });
  it("follow the dates, or the days that the server names", () => {
    expect(barsOf({ from: "2026-11-01", to: "2026-11-11" }, view, [])).toHaveLength(1);
    const days = ["2026-11-07", "2026-11-08", "2026-11-14", "2026-12-05"];
    expect(barsOf({ rrule: "FREQ=WEEKLY;BYDAY=SA,SU" }, view, days)).toEqual([
      { first: "2026-11-07", last: "2026-11-08" },
      { first: "2026-11-14", last: "2026-11-14" },
    ]);
    expect(barsOf({ from: "nonsense" }, view, [])).toEqual([]);
  });
  it("know which part a stronger one covers", () => {
    const bar = { first: "2026-11-01", last: "2026-11-11" };
    expect(
      covered(bar, [
        { first: "2026-11-10", last: "2026-11-20" },
        { first: "2026-12-01", last: "2026-12-02" },
      ]),
    ).toEqual([{ first: "2026-11-10", last: "2026-11-11" }]);
  });
  it("stand in order of strength", () => {
    const rows = rowsOf([{ id: "a" }, { id: "b", priority: 5 }, { id: "c" }, "broken"]);
    expect(rows.map((row) => row.rule["id"])).toEqual(["b", "c", "a"]);
  });
});

describe("recurring rules", () => {
  const known = [
    "FREQ=WEEKLY;BYDAY=MO,WE",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=11",
    "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1,2,3,4,5,6,7,8,9,10,11",
  ];
  it.each(known)("are read and written alike: %s", (rule) => expect(writeRule(readRule(rule))).toBe(rule));
  it("that the choices do not cover stay untouched", () => {
    const rule = "FREQ=MONTHLY;INTERVAL=2;BYDAY=1WE";
    expect(readRule(rule)).toEqual({ kind: "other", rule });
    const gaps = "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1,3";
    expect(readRule(gaps)).toEqual({ kind: "other", rule: gaps });
  });
});
