/** Values of variables as people type them. */

import type { Json } from "./document";

/** Return the value that a typed text means, as the flow files read it: numbers, true, false, null, else text. */
export function valueOf(text: string): Json {
  if (/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(text)) return Number(text);
  if (text === "true" || text === "false") return text === "true";
  return text === "" || text === "null" ? null : text;
}

export function textOf(value: Json | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}
