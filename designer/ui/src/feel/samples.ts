/** Values to try expressions with, chosen by a person; kept for the open flow while the page is open. */

import { create } from "zustand";
import { isObject, type Json } from "../model/document";
import type { FeelName } from "./names";

export interface Samples {
  flow: string;
  /** By name with its path, such as `caller.number`. */
  values: Readonly<Record<string, Json>>;
  /** What the clock shows, as 2026-11-02T10:30; "" for the time that it is. */
  at: string;
}

export const useSamples = create<Samples>()(() => ({ flow: "", values: {}, at: "" }));

/** Return the samples of a flow; another flow begins without any. */
export function samplesOf(samples: Samples, flow: string): Samples {
  return samples.flow === flow ? samples : { flow, values: {}, at: "" };
}

export function setSample(flow: string, name: string, value: Json): void {
  useSamples.setState((now) => {
    const samples = samplesOf(now, flow);
    return { ...samples, values: { ...samples.values, [name]: value } };
  });
}

export function setClock(flow: string, at: string): void {
  useSamples.setState((now) => ({ ...samplesOf(now, flow), at }));
}

export function forgetSamples(flow: string): void {
  useSamples.setState({ flow, values: {}, at: "" });
}

/** Put chosen values in the place of others. */
export function withSamples(
  values: Readonly<Record<string, Json>>,
  chosen: Readonly<Record<string, Json>>,
): Record<string, Json> {
  const all: Record<string, Json> = { ...values };
  for (const [name, value] of Object.entries(chosen)) {
    const [root = "", ...rest] = name.split(".");
    all[root] = put(all[root] ?? null, rest, value);
  }
  return all;
}

function put(into: Json, [key, ...rest]: readonly string[], value: Json): Json {
  if (key === undefined) return value;
  const entries = isObject(into) ? into : {};
  return { ...entries, [key]: put(entries[key] ?? null, rest, value) };
}

const WORD = "[\\p{L}\\p{N}_.]";

/** Return the names that occur in texts and hold one value each: no lists, no groups. */
export function usedNames(texts: readonly string[], names: readonly FeelName[]): FeelName[] {
  const bare = texts.map((text) => text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')).join("\n");
  return names.filter(({ name, type }) => {
    if (type === "list" || type === "context") return false;
    const spelled = name.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&");
    return new RegExp(`(?<!${WORD})${spelled}(?!${WORD})`, "u").test(bare);
  });
}

/** Tell whether texts ask the clock. */
export function usesClock(texts: readonly string[]): boolean {
  return texts.some((text) => /\b(?:now|today)\s*\(\s*\)/.test(text));
}

/** Return what a person typed as a value of the type that is known, or else of the one it looks like. */
export function typedValue(text: string, type: string | null): Json {
  if (type === "string") return text;
  const bare = text.trim();
  if (bare === "") return null;
  if (type === "boolean" || type === null) {
    if (/^(?:true|是|yes)$/i.test(bare)) return true;
    if (/^(?:false|否|no)$/i.test(bare)) return false;
  }
  if ((type === "number" || type === null) && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(bare)) return Number(bare);
  return text;
}

/** Return a value as it is typed. */
export function sampleText(value: Json | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}

/** Return the value that a name with its path has among values. */
export function valueAt(values: Readonly<Record<string, Json>>, name: string): Json | undefined {
  let found: Json | undefined = { ...values };
  for (const key of name.split(".")) found = isObject(found) ? found[key] : undefined;
  return found;
}
