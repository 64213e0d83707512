/** The names that an expression may use: their types, their last values, and the entries of contexts. */

import type { Known, KnownTypes } from "../api/types";
import { isObject, type Json } from "../model/document";

export interface FeelName {
  /** As it is written, with its path: `caller.number`. */
  name: string;
  type: string | null;
  value: Json | undefined;
}

const DEPTH = 3;

/** Return every name with its entries, in the order of the list. */
export function describeNames(
  names: readonly string[],
  types: Readonly<Record<string, Known>>,
  values: Readonly<Record<string, Json>>,
): FeelName[] {
  const found = new Map<string, FeelName>();
  const add = (name: string, known: Known | undefined, value: Json | undefined, depth: number): void => {
    if (found.has(name)) return;
    found.set(name, { name, type: typeName(known, value), value });
    if (depth === 0) return;
    const entries = { ...(isObject(value) ? value : {}), ...(isKnownContext(known) ? known : {}) };
    for (const key of Object.keys(entries)) {
      const inner = isKnownContext(known) ? known[key] : undefined;
      add(`${name}.${key}`, inner, isObject(value) ? value[key] : undefined, depth - 1);
    }
  };
  const roots = new Set([...names.filter((name) => !name.includes(".")), ...Object.keys(types)]);
  for (const name of roots) add(name, types[name], values[name], DEPTH);
  return [...found.values()];
}

function isKnownContext(known: Known | undefined): known is { [entry: string]: Known } {
  return typeof known === "object" && known !== null;
}

function typeName(known: Known | undefined, value: Json | undefined): string | null {
  if (isKnownContext(known)) return "context";
  if (known && known !== "null") return known;
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? "context" : typeof value;
}

/** Return what is known of all names at one step. */
export function typesAt(types: KnownTypes, step: string): Record<string, Known> {
  return { ...types[""], ...types[step] };
}

/** Return the values to try an expression with: those of the last call, else where the flow begins. */
export function sampleValues(
  initial: Json | undefined,
  last: Readonly<Record<string, Json>>,
  types: Readonly<Record<string, Known>>,
  own: readonly string[],
): Record<string, Json> {
  const start = isObject(initial) ? initial : {};
  const samples: Record<string, Json> = { ...SAMPLES };
  for (const name of own) samples[name] = SAMPLE_OF[String(types[name])] ?? null;
  return { ...samples, ...start, ...last };
}

const SAMPLES: Record<string, Json> = {
  caller: { number: "13800138000", name: null },
  hotline: "4008001234",
  language: "zh-CN",
  call: { id: "1", flow: "" },
};

const SAMPLE_OF: Record<string, Json> = { string: "1234", number: 1, boolean: true };
