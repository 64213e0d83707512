/** Time spans of a day as the schedule files write them, in minutes after the day's midnight. */

import { isObject, type Json, type JsonObject } from "../model/document";

/** Open from `start` until before `end`; an end beyond DAY lies on the next day. */
export interface Span {
  start: number;
  end: number;
  /** The flow that answers, or "" for the schedule's own. */
  flow: string;
}

export const DAY = 1440;
export const STEP = 15;

const SPAN = /^\s*([01]?\d|2[0-4]):([0-5]\d)\s*[-–~]\s*([01]?\d|2[0-4]):([0-5]\d)\s*$/;

/** Return the minutes as a clock shows them; times of the next day begin again at 00:00. */
export function clock(minutes: number): string {
  const within = minutes > DAY ? minutes - DAY : minutes;
  return `${pad(Math.floor(within / 60))}:${pad(within % 60)}`;
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}

/** Return the minutes of a clock's text, or null. */
export function minutesOf(text: string): number | null {
  const found = /^([01]?\d|2[0-4]):([0-5]\d)$/.exec(text.trim());
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}

/** Return a span from two clock times; an end not after its start lies on the next day. */
export function spanOf(start: number, end: number, flow = ""): Span {
  return { start: start % DAY, end: end > start % DAY ? end : end + DAY, flow };
}

export function spanText({ start, end }: Span): string {
  return `${clock(start)}-${clock(end)}`;
}

function readText(text: string, flow: string): Span | null {
  const found = SPAN.exec(text);
  if (!found) return null;
  const [start, end] = [Number(found[1]) * 60 + Number(found[2]), Number(found[3]) * 60 + Number(found[4])];
  return start === end || start >= DAY || end > DAY ? null : spanOf(start, end, flow);
}

/** Return the spans of a list of hours; names of day profiles are looked up, what cannot be read is left out. */
export function readHours(items: Json | undefined, profiles: Json | undefined = undefined): Span[] {
  const list = Array.isArray(items) ? items : items === undefined || items === null ? [] : [items];
  const found = list.flatMap((item): Span[] => {
    if (typeof item === "string") {
      const span = readText(item, "");
      if (span) return [span];
      return isObject(profiles) && item in profiles ? readHours(profiles[item]) : [];
    }
    if (!isObject(item) || typeof item["at"] !== "string") return [];
    const flow = typeof item["flow"] === "string" ? item["flow"] : "";
    const span = readText(item["at"], flow);
    return span ? [span] : [];
  });
  return inOrder(found);
}

/** Return the list of hours that the file holds for these spans. */
export function writeHours(spans: readonly Span[]): Json[] {
  return inOrder(spans).map((span): Json => {
    const at = spanText(span);
    return span.flow ? ({ at, flow: span.flow } satisfies JsonObject) : at;
  });
}

function inOrder(spans: readonly Span[]): Span[] {
  return spans.toSorted((one, other) => one.start - other.start || one.end - other.end);
}

export function sameSpans(one: readonly Span[], other: readonly Span[]): boolean {
  return JSON.stringify(writeHours(one)) === JSON.stringify(writeHours(other));
}

/** Return the time on the grid of quarter hours. */
export function snapped(minutes: number): number {
  return Math.round(minutes / STEP) * STEP;
}

/** Return a span that fits a day: on the grid, not empty, no longer than a day, begun on this day. */
export function fitted(span: Span): Span {
  const start = Math.min(DAY - STEP, Math.max(0, snapped(span.start)));
  const end = Math.min(start + DAY - STEP, 2 * DAY, Math.max(start + STEP, snapped(span.end)));
  return { ...span, start, end: start === 0 && span.end >= DAY ? DAY : end };
}

/** Lay a span over the others: what it covers gives way, spans of the same flow that touch it become one with it. */
export function putSpan(spans: readonly Span[], span: Span): Span[] {
  let grown = span;
  const left: Span[] = [];
  for (const other of inOrder(spans)) {
    const touches = other.start <= grown.end && grown.start <= other.end;
    if (!touches) left.push(other);
    else if (other.flow === grown.flow) {
      const { start } = other.start < grown.start ? other : grown;
      grown = { ...grown, start, end: Math.min(start + DAY, Math.max(grown.end, other.end)) };
    } else {
      if (other.start < grown.start) left.push({ ...other, end: Math.min(other.end, grown.start) });
      if (other.end > grown.end && grown.end < DAY) left.push({ ...other, start: grown.end });
    }
  }
  return inOrder([...left, grown]);
}
