import { describe, expect, it } from "vitest";
import { holidayNames, kindOf, readYear, setDay, yearsOf } from "./calendarYear";

const calendar = {
  calendar: "cn",
  years: {
    "2026": {
      status: "official",
      source: "notice",
      off: { 元旦: "01-01..01-03", 国庆节: ["10-01..10-07"] },
      work: ["01-04", "10-10"],
    },
    "2027": { status: "provisional", off: { 元旦: ["2026-12-31", "01-01"] }, work: [] },
  },
};

const year = (document: unknown, number: string): unknown =>
  (document as { years: Record<string, unknown> }).years[number];

describe("a year of the calendar", () => {
  it("names the days off and the make-up workdays", () => {
    const days = readYear(calendar, "2026");
    expect(days.off.size).toBe(10);
    expect(kindOf(days, "2026-10-07")).toEqual({ kind: "off", name: "国庆节" });
    expect(kindOf(days, "2026-10-10")).toEqual({ kind: "work" });
    expect(kindOf(days, "2026-10-08")).toEqual({ kind: "normal" });
    expect(yearsOf(calendar)).toEqual(["2026", "2027"]);
    expect(holidayNames(calendar)).toEqual(["元旦", "国庆节"]);
  });

  it("may begin in the year before", () => {
    expect([...readYear(calendar, "2027").off.keys()]).toEqual(["2026-12-31", "2027-01-01"]);
  });

  it("writes a changed day back as people would, and keeps what it does not know", () => {
    const next = setDay("2026", "2026-01-02", { kind: "work" }).apply(calendar);
    expect(year(next, "2026")).toEqual({
      status: "official",
      source: "notice",
      off: { 元旦: ["01-01", "01-03"], 国庆节: "10-01..10-07" },
      work: ["01-02", "01-04", "10-10"],
    });
  });

  it("does not change when a day stays as it is or the year is unknown", () => {
    expect(setDay("2026", "2026-10-10", { kind: "work" }).apply(calendar)).toBe(calendar);
    expect(setDay("2030", "2030-10-10", { kind: "work" }).apply(calendar)).toBe(calendar);
  });

  it("survives a file that people broke", () => {
    const broken = {
      years: { "2026": { off: { x: [7, "13-45", "02-01..x"] }, work: "nonsense" }, "2027": "?" },
    };
    expect(readYear(broken, "2026").off.size).toBe(0);
    expect(readYear(broken, "2027").off.size).toBe(0);
    expect(yearsOf({})).toEqual([]);
  });
});
