/** The calls in progress as the server tells of them: the state, then what changes. */

import type { Words } from "../api/types";

export interface LiveCall {
  id: string;
  engine: string;
  at: string;
  caller: string;
  called: string;
  flow: string;
  version: number;
  step_flow: string;
  node: string;
  type: string;
  moved_at: string;
  /** The telephone system, where its engine has several. */
  system: string;
  /** What the caller meets now. */
  doing: string;
}

/** A telephone system of an engine; `lines` is null where no number is set. */
export interface SystemRow {
  name: string;
  kind: string;
  place: string;
  is_up: boolean;
  since: string;
  in_use: number;
  lines: number | null;
  version: string;
  trouble: Words | null;
}

export interface EngineRow {
  id: string;
  name: string;
  adapter: string;
  offers: string[];
  since: string;
  gone: boolean;
  systems: SystemRow[];
}

export type Item = { call: LiveCall } | { ended: string } | { engines: EngineRow[] };

export interface Board {
  calls: readonly LiveCall[];
  engines: readonly EngineRow[];
}

export const EMPTY: Board = { calls: [], engines: [] };

/** Return the board after these items; a snapshot begins with `EMPTY`. */
export function changed(board: Board, items: readonly Item[]): Board {
  const calls = new Map(board.calls.map((call) => [call.id, call]));
  let { engines } = board;
  for (const item of items) {
    if ("call" in item) calls.set(item.call.id, item.call);
    else if ("ended" in item) calls.delete(item.ended);
    else engines = item.engines;
  }
  return { calls: [...calls.values()].sort((one, other) => one.at.localeCompare(other.at)), engines };
}

/** What a line is at, in the order of the summary. */
export const STATES = [
  "prompt",
  "key",
  "recording",
  "ringing",
  "talking",
  "held",
  "conference",
  "working",
  "lost",
] as const;
export type LineState = (typeof STATES)[number];

/** Return what a line is at; calls of an engine that is gone are lost. */
export function stateOf(call: LiveCall, engine: EngineRow | undefined): LineState {
  if (!engine || engine.gone) return "lost";
  return STATES.find((state) => state === call.doing) ?? "working";
}

/** What a supervisor wants to see; "" is everything. */
export interface Filter {
  state: LineState | "";
  text: string;
  flow: string;
  called: string;
  system: string;
}

export const ALL: Filter = { state: "", text: "", flow: "", called: "", system: "" };

/** Return the key by which calls of one telephone system belong together. */
export function systemKey(call: LiveCall): string {
  return `${call.engine} ${call.system}`;
}

/** Return the calls that a filter lets through, whatever they are at. */
export function matching(calls: readonly LiveCall[], filter: Filter): LiveCall[] {
  return calls.filter(
    (call) =>
      call.caller.includes(filter.text.trim()) &&
      (!filter.flow || call.flow === filter.flow) &&
      (!filter.called || call.called === filter.called) &&
      (!filter.system || systemKey(call) === filter.system),
  );
}

/** Return seconds as people read them: 0:07, 12:34, 1:02:03. */
export function lengthOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, index) => (index ? String(part).padStart(2, "0") : String(part))).join(":");
}
