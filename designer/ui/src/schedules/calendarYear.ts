/** One year of a holiday calendar: which days are off and by what name, which are worked instead, and changing them. */

import { isObject, type Json, type JsonObject } from "../model/document";
import type { Command } from "../model/history";
import { addDays, datesFrom, isDate } from "./dates";
import { setAt, valueAt } from "./edits";

/** A holiday's name by date, and the make-up workdays. */
export interface YearDays {
  off: Map<string, string>;
  work: Set<string>;
}

function fullDate(text: string, year: string): string {
  const date = text.trim().length > 5 ? text.trim() : `${year}-${text.trim()}`;
  return isDate(date) ? date : "";
}

function daysOf(span: Json, year: string): string[] {
  if (typeof span !== "string") return [];
  const [first = "", last = first] = span.split("..").map((part) => fullDate(part, year));
  return first && last ? datesFrom(first, last) : [];
}

const listOf = (value: Json | undefined): Json[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

export function readYear(document: JsonObject, year: string): YearDays {
  const entry = valueAt(document, ["years", year]);
  const off = new Map<string, string>();
  if (!isObject(entry)) return { off, work: new Set() };
  const names = isObject(entry["off"]) ? entry["off"] : {};
  for (const [name, spans] of Object.entries(names)) {
    for (const day of listOf(spans).flatMap((span) => daysOf(span, year))) off.set(day, name);
  }
  return { off, work: new Set(listOf(entry["work"]).flatMap((span) => daysOf(span, year))) };
}

const short = (day: string, year: string): string => (day.startsWith(`${year}-`) ? day.slice(5) : day);

/** Return the days as the file writes them: runs of one holiday as 02-15..02-23. */
function spansText(days: readonly string[], year: string): Json {
  const runs: [string, string][] = [];
  for (const day of days.toSorted()) {
    const run = runs.at(-1);
    if (run && addDays(run[1], 1) === day) run[1] = day;
    else runs.push([day, day]);
  }
  const texts = runs.map(([first, last]) =>
    first === last ? short(first, year) : `${short(first, year)}..${short(last, year)}`,
  );
  return texts.length === 1 ? (texts[0] ?? "") : texts;
}

function writeYear(entry: JsonObject, year: string, { off, work }: YearDays): JsonObject {
  const byName = new Map<string, string[]>();
  for (const day of [...off.keys()].sort()) {
    const name = off.get(day) ?? "";
    byName.set(name, [...(byName.get(name) ?? []), day]);
  }
  const rows = [...byName].map(([name, days]): [string, Json] => [name, spansText(days, year)]);
  return { ...entry, off: Object.fromEntries(rows), work: [...work].sort().map((day) => short(day, year)) };
}

export type DayKind = { kind: "off"; name: string } | { kind: "work" } | { kind: "normal" };

/** Return what the calendar says of a day. */
export function kindOf({ off, work }: YearDays, day: string): DayKind {
  const name = off.get(day);
  if (name !== undefined) return { kind: "off", name };
  return work.has(day) ? { kind: "work" } : { kind: "normal" };
}

/** Make one day off, worked or ordinary. */
export function setDay(year: string, day: string, to: DayKind): Command {
  return {
    label: "did.edit",
    subject: day,
    apply: (document) => {
      const entry = valueAt(document, ["years", year]);
      if (!isObject(entry)) return document;
      const days = readYear(document, year);
      if (JSON.stringify(kindOf(days, day)) === JSON.stringify(to)) return document;
      days.off.delete(day);
      days.work.delete(day);
      if (to.kind === "off") days.off.set(day, to.name);
      if (to.kind === "work") days.work.add(day);
      return setAt(["years", year], writeYear(entry, year, days)).apply(document);
    },
  };
}

/** Take over years of another document; the other years stay as they are on the screen. */
export function withYearsOf(other: JsonObject, years: readonly number[]): Command {
  return {
    label: "did.edit",
    subject: years.join(", "),
    apply: (document) =>
      years.reduce((left, year) => {
        const path = ["years", String(year)];
        return setAt(path, valueAt(other, path)).apply(left);
      }, document),
  };
}

/** Return the years of the calendar, in order. */
export function yearsOf(document: JsonObject): string[] {
  const years = document["years"];
  return isObject(years) ? Object.keys(years).sort() : [];
}

/** Return every holiday name of the calendar. */
export function holidayNames(document: JsonObject): string[] {
  return [...new Set(yearsOf(document).flatMap((year) => [...readYear(document, year).off.values()]))];
}
