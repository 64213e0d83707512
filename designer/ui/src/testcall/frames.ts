/** What the server says during a test call. */

import type { Problem } from "../api/types";
import type { Json } from "../model/document";

export interface TraceEvent {
  at: number;
  event: string;
  node: string;
  [more: string]: Json;
}

export interface Sound {
  url: string;
  seconds: number;
  text: string;
  prompt: string;
}

export interface Frame {
  event?: TraceEvent;
  play?: { id: number; sounds: Sound[]; cut_by: string };
  stop?: { id: number };
  listening?: { patience: number };
  recording?: { limit: number; finish_keys: string };
  dialling?: { target: string };
  talking?: Record<string, Json>;
  variables?: Record<string, Json>;
  refused?: { problems: Problem[] };
  ended?: { by: string; cause: string; seconds: number };
}

/** Return the frames in what the socket handed over. */
export function framesIn(data: unknown): Frame[] {
  if (data === null || data === undefined) return [];
  return [data].flat() as Frame[];
}
