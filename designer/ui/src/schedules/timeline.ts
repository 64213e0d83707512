/** The geometry of the promotions' timeline: days to hundredths of its width and back, bars, overlaps, priorities. */

import { isObject, type Json, type JsonObject } from "../model/document";
import { addDays, daysBetween, isDate } from "./dates";

/** The dates that are shown, both included. */
export interface View {
  first: string;
  last: string;
}

export interface Bar {
  first: string;
  last: string;
}

/** Return where a bar lies in the view, in hundredths of its width, or null outside it. */
export function placeOf(bar: Bar, view: View): { left: number; width: number } | null {
  const first = bar.first < view.first ? view.first : bar.first;
  const last = bar.last > view.last ? view.last : bar.last;
  if (first > last) return null;
  const days = daysBetween(view.first, view.last) + 1;
  const share = 100 / days;
  return { left: daysBetween(view.first, first) * share, width: (daysBetween(first, last) + 1) * share };
}

/** Return how many whole days a pull of so many pixels means. */
export function daysPulled(pixels: number, width: number, view: View): number {
  if (width <= 0) return 0;
  return Math.round((pixels / width) * (daysBetween(view.first, view.last) + 1));
}

export type Grip = "move" | "start" | "end";

/** Return the bar after a pull at its middle or at one of its ends; it never becomes shorter than a day. */
export function pulled(bar: Bar, grip: Grip, days: number): Bar {
  const first = addDays(bar.first, days);
  const last = addDays(bar.last, days);
  if (grip === "start") return { first: first > bar.last ? bar.last : first, last: bar.last };
  if (grip === "end") return { first: bar.first, last: last < bar.first ? bar.first : last };
  return { first, last };
}

const textAt = (rule: JsonObject, key: string): string => {
  const value = rule[key];
  return typeof value === "string" ? value : "";
};

/** Return the bounds of a promotion, where it has any. */
export function boundsOf(rule: JsonObject): Bar | null {
  const first = textAt(rule, "from");
  const last = textAt(rule, "to") || first;
  return isDate(first) && isDate(last) && first <= last ? { first, last } : null;
}

/** Return the bars of a promotion in the view: its dates, or one for each run of the days that the server names. */
export function barsOf(rule: JsonObject, view: View, days: readonly string[]): Bar[] {
  if (!textAt(rule, "rrule") && !textAt(rule, "lunar")) {
    const bounds = boundsOf(rule);
    return bounds && placeOf(bounds, view) ? [bounds] : [];
  }
  return runsOf(days.filter((day) => day >= view.first && day <= view.last));
}

function runsOf(days: readonly string[]): Bar[] {
  const bars: Bar[] = [];
  for (const day of days) {
    const bar = bars.at(-1);
    if (bar && addDays(bar.last, 1) === day) bar.last = day;
    else bars.push({ first: day, last: day });
  }
  return bars;
}

/** One promotion of the file and its place there. */
export interface Row {
  index: number;
  rule: JsonObject;
  priority: number;
}

/** Return the promotions, the strongest first: by priority, then the later in the file. */
export function rowsOf(promotions: Json | undefined): Row[] {
  const list = Array.isArray(promotions) ? promotions : [];
  return list
    .flatMap((rule, index) => (isObject(rule) ? [{ index, rule, priority: priorityOf(rule) }] : []))
    .toSorted((one, other) => other.priority - one.priority || other.index - one.index);
}

export function priorityOf(rule: JsonObject): number {
  const number = Number(rule["priority"] ?? 0);
  return Number.isFinite(number) ? number : 0;
}

/** Return the parts of a bar that stronger promotions cover. */
export function covered(bar: Bar, stronger: readonly Bar[]): Bar[] {
  return stronger
    .map(({ first, last }) => ({
      first: first > bar.first ? first : bar.first,
      last: last < bar.last ? last : bar.last,
    }))
    .filter(({ first, last }) => first <= last);
}
