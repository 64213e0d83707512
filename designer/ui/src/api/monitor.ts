/** The part of the API about calls in progress and calls that were. */

import type { Item } from "../monitor/board";
import { ask } from "./client";

export interface CallRow {
  id: string;
  at: string;
  caller: string;
  called: string;
  flow: string;
  version: number;
  seconds: number;
  ended_by: string;
  cause: string;
}

export interface Ordered {
  order: number;
  outcome: "done" | "ordered";
}

const path = (call: string): string => `/monitor/${encodeURIComponent(call)}`;

export const monitorApi = {
  board: () => ask<{ now: string; items: Item[] }>("GET", "/monitor"),
  recent: () => ask<CallRow[]>("GET", "/calls?limit=20"),
  order: (order: number) => ask<Ordered>("GET", `/monitor/orders/${order}`),
  hangUp: (call: string) => ask<Ordered>("POST", `${path(call)}/hang-up`),
  listen: (call: string, target: string, whisper: boolean) =>
    ask<Ordered>("POST", `${path(call)}/listen`, { target, whisper }),
};
