import { describe, expect, it } from "vitest";
import { clock, fitted, putSpan, readHours, spanOf, spanText, writeHours, type Span } from "./spans";
import {
  changeSpan,
  copyDay,
  daysNamed,
  draw,
  nameOfDays,
  pulled,
  readWeek,
  tailsOf,
  writeWeek,
} from "./week";

const hours = (...texts: string[]): Span[] => readHours(texts);
const texts = (spans: readonly Span[]): unknown => writeHours(spans);

describe("spans of a day", () => {
  it("are read and written alike, own flows and overnight ends too", () => {
    const items = ["09:00-12:00", "13:00-24:00", { at: "22:00-06:00", flow: "night" }];
    expect(texts(readHours(items))).toEqual(items);
    expect(spanText(spanOf(22 * 60, 6 * 60))).toBe("22:00-06:00");
    expect(clock(1440)).toBe("24:00");
  });

  it("leave out what cannot be read", () => {
    expect(readHours(["25:00-26:00", "9-18", "10:00-10:00", 7, null, { flow: "x" }])).toEqual([]);
    expect(readHours(null)).toEqual([]);
  });

  it("look profiles up by name, but never in circles", () => {
    expect(texts(readHours(["office"], { office: ["09:00-12:00", "office"] }))).toEqual(["09:00-12:00"]);
  });

  it("become one where they touch and have the same flow", () => {
    expect(texts(putSpan(hours("09:00-12:00", "13:00-18:00"), spanOf(720, 780)))).toEqual(["09:00-18:00"]);
  });

  it("give way to a span of another flow", () => {
    const cut = putSpan(hours("09:00-18:00"), spanOf(720, 780, "lunch"));
    expect(texts(cut)).toEqual(["09:00-12:00", { at: "12:00-13:00", flow: "lunch" }, "13:00-18:00"]);
  });

  it("fit the grid and are never empty or longer than a day", () => {
    expect(fitted({ start: 547, end: 547, flow: "" })).toEqual({ start: 540, end: 555, flow: "" });
    expect(fitted({ start: -90, end: 99999, flow: "" })).toEqual({ start: 0, end: 1440, flow: "" });
    expect(spanText(fitted({ start: 1320, end: 99999, flow: "" }))).toBe("22:00-21:45");
  });
});

describe("days", () => {
  it("are named in runs", () => {
    expect(daysNamed("sat-mon")).toEqual([5, 6, 0]);
    expect(daysNamed("mon, wed")).toEqual([0, 2]);
    expect(daysNamed("nonsense")).toEqual([]);
    expect(nameOfDays([4, 0, 1, 2, 3])).toBe("mon-fri");
    expect(nameOfDays([5, 6, 2])).toBe("wed,sat,sun");
  });
});

describe("a week", () => {
  const weekly = { "mon-fri": ["office"], sat: ["10:00-16:00"], sun: [] };
  const profiles = { office: ["09:00-12:00", "13:00-18:00"] };
  const week = readWeek(weekly, profiles);

  it("that nobody changed is written as it was", () => {
    expect(writeWeek(weekly, profiles, week)).toEqual(weekly);
  });

  it("keeps the entries of days that did not change", () => {
    const next = draw(week, 6, spanOf(600, 960));
    expect(writeWeek(weekly, profiles, next)).toEqual({
      "mon-fri": ["office"],
      sat: ["10:00-16:00"],
      sun: ["10:00-16:00"],
    });
  });

  it("splits a run when one of its days changes", () => {
    const next = changeSpan(week, 2, 1, spanOf(780, 1200));
    const written = writeWeek(weekly, profiles, next);
    expect(written["wed"]).toEqual(["09:00-12:00", "13:00-20:00"]);
    expect(readWeek(written, profiles)).toEqual(next);
  });

  it("lets a later entry win over an earlier one, as the engine does", () => {
    const twice = { "mon-sun": ["09:00-18:00"], sun: [] };
    expect(readWeek(twice, {})[6]).toEqual([]);
    const next = draw(readWeek(twice, {}), 6, spanOf(600, 660));
    expect(readWeek(writeWeek(twice, {}, next), {})).toEqual(next);
  });

  it("copies a day onto others", () => {
    expect(writeWeek(weekly, profiles, copyDay(week, 5, [5, 6]))["sun"]).toEqual(["10:00-16:00"]);
  });

  it("shows what runs over midnight on the next day, Sunday's on Monday", () => {
    const night = readWeek({ sun: ["22:00-06:00"] }, {});
    expect(tailsOf(night, 0).map((tail) => tail.piece)).toEqual([{ left: 0, width: 25, tail: true }]);
    expect(tailsOf(night, 1)).toEqual([]);
  });
});

describe("pulling a span", () => {
  const span = spanOf(540, 1080);
  it("moves it within the day", () => {
    expect(spanText(pulled(span, "move", 22))).toBe("09:15-18:15");
    expect(pulled(span, "move", -9999).start).toBe(0);
  });
  it("moves one end, at most a quarter hour short of the other", () => {
    expect(spanText(pulled(span, "start", 9999))).toBe("17:45-18:00");
    expect(spanText(pulled(span, "end", -9999))).toBe("09:00-09:15");
    expect(spanText(pulled(span, "end", 600))).toBe("09:00-04:00");
  });
});
