/** What a day of the year looks like: its tone, its marks, and a bar of what answers through the day. */

import type { Layer, PreviewDay, Segment } from "../api/schedules";
import { wallDate, wallTime } from "./dates";
import { DAY, minutesOf } from "./spans";

export type Tone = "open" | "closed" | "holiday" | "makeup" | "exception" | "period";

export interface Cell {
  tone: Tone;
  mark: "off" | "work" | null;
  promotion: boolean;
  emergency: boolean;
  parts: Part[];
}

/** A part of the day, in hundredths of it. */
export interface Part {
  left: number;
  width: number;
  kind: "open" | "promotion" | "emergency";
}

/** Return the layer of the day's own plan: promotions and emergencies lie over it. */
export function planOf(day: PreviewDay): Layer {
  if (day.layer !== "promotion" && day.layer !== "emergency") return day.layer;
  const below = day.segments.map((segment) => segment.layer);
  if (below.includes("exception")) return "exception";
  if (day.mark) return day.mark === "off" ? "holiday" : "makeup";
  return below.includes("period") ? "period" : "weekly";
}

function toneOf(day: PreviewDay): Tone {
  const plan = planOf(day);
  if (plan === "exception" || plan === "holiday" || plan === "makeup") return plan;
  if (day.closed) return "closed";
  return plan === "period" ? "period" : "open";
}

/** Return the minute of the day at which a segment's bound lies; bounds of other days are the day's edges. */
export function minuteOf(moment: string, day: string): number {
  const date = wallDate(moment);
  if (date < day) return 0;
  return date > day ? DAY : (minutesOf(wallTime(moment)) ?? 0);
}

function partOf(segment: Segment, day: string): Part[] {
  if (segment.state === "closed") return [];
  const [start, end] = [minuteOf(segment.from, day), minuteOf(segment.to, day)];
  const kind = segment.layer === "emergency" || segment.layer === "promotion" ? segment.layer : "open";
  return [{ left: (start / DAY) * 100, width: ((end - start) / DAY) * 100, kind }];
}

export function cellOf(day: PreviewDay): Cell {
  const has = (layer: Segment["layer"]): boolean => day.segments.some((segment) => segment.layer === layer);
  return {
    tone: toneOf(day),
    mark: day.mark,
    promotion: has("promotion"),
    emergency: has("emergency"),
    parts: day.segments.flatMap((segment) => partOf(segment, day.date)),
  };
}
