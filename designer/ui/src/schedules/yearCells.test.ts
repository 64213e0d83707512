import { describe, expect, it } from "vitest";
import type { PreviewDay, Segment } from "../api/schedules";
import { cellOf, minuteOf } from "./yearCells";

const segment = (from: string, to: string, more: Partial<Segment> = {}): Segment => ({
  from: `${from}+08:00`,
  to: `${to}+08:00`,
  state: "open",
  flow: "main",
  layer: "weekly",
  rule: "weekly",
  ...more,
});

const day = (more: Partial<PreviewDay>): PreviewDay => ({
  date: "2026-10-10",
  layer: "weekly",
  rule: "weekly",
  name: null,
  mark: null,
  closed: false,
  segments: [],
  ...more,
});

describe("a day of the year", () => {
  it("has the tone of the rule that its plan comes from", () => {
    expect(cellOf(day({ layer: "makeup", mark: "work" }))).toMatchObject({ tone: "makeup", mark: "work" });
    expect(cellOf(day({ layer: "holiday", mark: "off", closed: true })).tone).toBe("holiday");
    expect(cellOf(day({ layer: "exception" })).tone).toBe("exception");
    expect(cellOf(day({ layer: "period" })).tone).toBe("period");
    expect(cellOf(day({ closed: true })).tone).toBe("closed");
    expect(cellOf(day({})).tone).toBe("open");
  });

  it("keeps the tone of its plan under a promotion", () => {
    const promoted = { layer: "promotion", rule: "d11" } as const;
    expect(cellOf(day({ ...promoted, mark: "off" })).tone).toBe("holiday");
    expect(cellOf(day({ ...promoted, mark: "work" })).tone).toBe("makeup");
    const night = segment("2026-10-10T00:00:00", "2026-10-10T06:00:00", { layer: "exception" });
    expect(cellOf(day({ ...promoted, segments: [night] })).tone).toBe("exception");
    expect(cellOf(day(promoted)).tone).toBe("open");
  });

  it("shows when something answers, cut at the day's edges", () => {
    const cell = cellOf(
      day({
        segments: [
          segment("2026-10-09T22:00:00", "2026-10-10T06:00:00"),
          segment("2026-10-10T06:00:00", "2026-10-10T18:00:00", { state: "closed" }),
          segment("2026-10-10T18:00:00", "2026-10-11T00:00:00", { layer: "promotion", rule: "d11" }),
        ],
      }),
    );
    expect(cell.parts).toEqual([
      { left: 0, width: 25, kind: "open" },
      { left: 75, width: 25, kind: "promotion" },
    ]);
    expect([cell.promotion, cell.emergency]).toEqual([true, false]);
  });

  it("counts minutes on the wall", () => {
    expect(minuteOf("2026-10-10T09:30:00+08:00", "2026-10-10")).toBe(570);
    expect(minuteOf("2026-10-11T00:00:00+08:00", "2026-10-10")).toBe(1440);
  });
});
