/** The calls in progress as the server tells of them: the state, then what changes. */

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
}

export interface EngineRow {
  id: string;
  name: string;
  adapter: string;
  offers: string[];
  since: string;
  gone: boolean;
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

/** Return seconds as people read them: 0:07, 12:34, 1:02:03. */
export function lengthOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, index) => (index ? String(part).padStart(2, "0") : String(part))).join(":");
}
