/** What the server tells of each step type, and the exits that follow from a step's settings. */

import { isObject, titleIn, wiresOf, type Json, type JsonObject, type Step } from "./document";
import { keypadOrder } from "./json";

export type Family = "prompts" | "input" | "logic" | "data" | "transfer" | "end";

export type ExitRule =
  { name: string; system: boolean; required: boolean } | { per: string; name_key: string };

export interface NodeType {
  type: string;
  family: Family;
  icon: string;
  doc: string;
  exits: ExitRule[];
  labels: Record<string, Record<string, string>>;
  card: string[];
  needs_caller: boolean;
  schema: JsonObject;
}

export type NodeTypes = Record<string, NodeType>;

/** One exit as the card and the inspector show it. */
export interface StepExit {
  name: string;
  caption: string;
  system: boolean;
  required: boolean;
  /** The step's settings know no such exit: only a hand-edited file has one. */
  unknown: boolean;
  target: string;
}

/** Return the exit names that one setting makes. */
export function namesPer(value: Json | undefined, nameKey: string): string[] {
  if (isObject(value)) return keypadOrder(Object.keys(value));
  if (!Array.isArray(value)) return [];
  const names = value.map((row) => (isObject(row) ? row[nameKey] : undefined));
  return [...new Set(names.filter((name): name is string => typeof name === "string" && name !== ""))];
}

/** Return the exits of the step in drawing order, those of a hand-edited file last. */
export function exitsOf(type: NodeType | undefined, step: Step): StepExit[] {
  const wires = wiresOf(step);
  const found = new Map<string, StepExit>();
  const add = (name: string, more: Partial<StepExit>): void => {
    if (found.has(name)) return;
    const plain = { name, caption: "", system: false, required: true, unknown: false };
    found.set(name, { ...plain, target: wires[name] ?? "", ...more });
  };
  for (const rule of type?.exits ?? []) {
    if ("name" in rule) {
      add(rule.name, { system: rule.system, required: rule.required });
    } else {
      const value = step[rule.per];
      for (const name of namesPer(value, rule.name_key)) {
        add(name, { caption: isObject(value) ? titleIn(value[name], "") : "" });
      }
    }
  }
  for (const name of keypadOrder(Object.keys(wires))) add(name, { required: false, unknown: true });
  return ordered([...found.values()]);
}

function ordered(exits: StepExit[]): StepExit[] {
  const rank = (exit: StepExit): number => (exit.unknown ? 2 : exit.system ? 1 : 0);
  return exits.toSorted((one, other) => rank(one) - rank(other));
}

/** Exits that every type has, whose words no type repeats. */
const COMMON: Record<string, Record<string, string>> = {
  en: { error: "Error" },
  "zh-CN": { error: "出错" },
};

/** Return the word for a type, setting or exit in this language; the bare name when there is none. */
export function wordFor(type: NodeType | undefined, name: string, language: string): string {
  return type?.labels[language]?.[name] ?? COMMON[language]?.[name] ?? type?.labels["en"]?.[name] ?? name;
}
