/** A week of opening hours: read from the file's texts such as mon-fri, written back with as little change as can be. */

import { isObject, type Json, type JsonObject } from "../model/document";
import { DAY, STEP, fitted, putSpan, readHours, sameSpans, snapped, writeHours, type Span } from "./spans";

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type DayName = (typeof DAYS)[number];

/** Seven days, Monday first. */
export type Week = readonly (readonly Span[])[];

/** Return the days that `mon-fri`, `sat-mon` or `mon,wed` names; Monday is 0. */
export function daysNamed(text: string): number[] {
  return text
    .toLowerCase()
    .replaceAll(" ", "")
    .split(",")
    .flatMap((part) => {
      const [first = "", last = first] = part.split("-");
      const [start, end] = [DAYS.indexOf(first as DayName), DAYS.indexOf(last as DayName)];
      if (start < 0 || end < 0) return [];
      return Array.from({ length: ((end - start + 7) % 7) + 1 }, (_, n) => (start + n) % 7);
    });
}

function dayName(day: number | undefined): string {
  return DAYS[day ?? 0] ?? "mon";
}

/** Return the shortest name of these days: runs become mon-fri. */
export function nameOfDays(days: readonly number[]): string {
  const runs: number[][] = [];
  for (const day of days.toSorted((one, other) => one - other)) {
    const last = runs.at(-1);
    if (last?.at(-1) === day - 1) last.push(day);
    else runs.push([day]);
  }
  return runs
    .flatMap((run) => (run.length > 2 ? [`${dayName(run[0])}-${dayName(run.at(-1))}`] : run.map(dayName)))
    .join(",");
}

export function readWeek(weekly: Json | undefined, profiles: Json | undefined): Week {
  const week: Span[][] = DAYS.map(() => []);
  if (!isObject(weekly)) return week;
  for (const [key, items] of Object.entries(weekly)) {
    for (const day of daysNamed(key)) week[day] = readHours(items, profiles);
  }
  return week;
}

/** Return the texts of this week; entries of the old one whose days did not change stay as people wrote them. */
export function writeWeek(old: Json | undefined, profiles: Json | undefined, week: Week): JsonObject {
  const before = isObject(old) ? old : {};
  const was = readWeek(before, profiles);
  const kept = Object.entries(before).filter(([key, items]) => {
    const days = daysNamed(key);
    const own = readHours(items, profiles);
    return (
      days.length > 0 &&
      days.every((day) => sameSpans(week[day] ?? [], own) && sameSpans(was[day] ?? [], own))
    );
  });
  const done = new Set(kept.flatMap(([key]) => daysNamed(key)));
  const named = new Set(Object.keys(before).flatMap(daysNamed));
  const groups = new Map<string, number[]>();
  week.forEach((spans, day) => {
    if (done.has(day) || (spans.length === 0 && !named.has(day))) return;
    const text = JSON.stringify(writeHours(spans));
    groups.set(text, [...(groups.get(text) ?? []), day]);
  });
  const written = [...groups].map(([text, days]): [string, Json] => [
    nameOfDays(days),
    JSON.parse(text) as Json,
  ]);
  const rows = [...kept, ...written].toSorted((one, other) => firstDay(one[0]) - firstDay(other[0]));
  return Object.fromEntries(rows);
}

function firstDay(key: string): number {
  return daysNamed(key)[0] ?? DAYS.length;
}

export function withDay(week: Week, day: number, spans: readonly Span[]): Week {
  return week.map((old, index) => (index === day ? spans : old));
}

/** Lay a new span on a day. */
export function draw(week: Week, day: number, span: Span): Week {
  return withDay(week, day, putSpan(week[day] ?? [], fitted(span)));
}

export function removeSpan(week: Week, day: number, index: number): Week {
  return withDay(week, day, (week[day] ?? []).toSpliced(index, 1));
}

/** Put another span in the place of one. */
export function changeSpan(week: Week, day: number, index: number, span: Span): Week {
  const others = (week[day] ?? []).toSpliced(index, 1);
  return withDay(week, day, putSpan(others, fitted(span)));
}

export function copyDay(week: Week, from: number, to: readonly number[]): Week {
  return week.map((spans, day) => (to.includes(day) ? (week[from] ?? []) : spans));
}

export type Grip = "move" | "start" | "end";

/** Return the span after a pull by so many minutes at its middle or at one of its ends. */
export function pulled(span: Span, grip: Grip, minutes: number): Span {
  const by = snapped(minutes);
  if (grip === "start") return fitted({ ...span, start: Math.min(span.start + by, span.end - STEP) });
  if (grip === "end") return fitted({ ...span, end: Math.max(span.end + by, span.start + STEP) });
  const start = Math.min(DAY - STEP, Math.max(0, span.start + by));
  return fitted({ ...span, start, end: start + (span.end - span.start) });
}

/** Return the span between two places that the pointer or the keyboard marked, in either order. */
export function between(one: number, other: number, flow = ""): Span {
  return fitted({ start: Math.min(one, other), end: Math.max(one, other), flow });
}

/** A piece of a day's row: part of a span of this day, or what runs over from the evening before. */
export interface Piece {
  left: number;
  width: number;
  tail: boolean;
}

/** Return the pieces to show for a span on its own day, in hundredths of the day's width. */
export function pieceOf(span: Span): Piece {
  return {
    left: (span.start / DAY) * 100,
    width: ((Math.min(span.end, DAY) - span.start) / DAY) * 100,
    tail: false,
  };
}

/** Return what runs into this day from the day before. */
export function tailsOf(week: Week, day: number): { span: Span; piece: Piece }[] {
  return (week[(day + 6) % 7] ?? [])
    .filter((span) => span.end > DAY)
    .map((span) => ({ span, piece: { left: 0, width: ((span.end - DAY) / DAY) * 100, tail: true } }));
}

/** Return the minutes for which a week is open. */
export function openMinutes(week: Week): number {
  return week.flat().reduce((sum, span) => sum + span.end - span.start, 0);
}
