/** The actions on schedules and calendars.  Each is a pure function of the document. */

import { isObject, withKey, type Json, type JsonObject } from "../model/document";
import type { Command } from "../model/history";
import { routeValue } from "../shell/route";
import { writeWeek, type Week } from "./week";

export type Path = readonly (string | number)[];

export function valueAt(document: Json | undefined, path: Path): Json | undefined {
  let here = document;
  for (const key of path) {
    if (Array.isArray(here)) here = here[Number(key)];
    else here = isObject(here) ? here[key] : undefined;
  }
  return here;
}

function withValue(here: Json | undefined, path: Path, value: Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === "number") {
    const list = Array.isArray(here) ? here : [];
    const next = withValue(list[key], rest, value);
    return next === undefined ? list.toSpliced(key, 1) : list.toSpliced(key, 1, next);
  }
  const object: JsonObject = isObject(here) ? here : {};
  return withKey(object, key, withValue(object[key], rest, value));
}

/** Set the value at a place of the document; undefined takes it away. */
export function setAt(path: Path, value: Json | undefined, merge = path.join("/")): Command {
  return {
    label: "did.edit",
    merge,
    apply: (document) => {
      if (JSON.stringify(valueAt(document, path)) === JSON.stringify(value)) return document;
      return withValue(document, path, value) as JsonObject;
    },
  };
}

/** Set several keys of one rule at once. */
export function setKeys(path: Path, values: Record<string, Json | undefined>, merge?: string): Command {
  return {
    label: "did.edit",
    merge: merge ?? `${path.join("/")}:${Object.keys(values).join(",")}`,
    apply: (document) => {
      const rule = valueAt(document, path);
      if (!isObject(rule)) return document;
      const next = Object.entries(values).reduce<JsonObject>(
        (left, [key, value]) => withKey(left, key, value),
        rule,
      );
      if (JSON.stringify(next) === JSON.stringify(rule)) return document;
      return withValue(document, path, next) as JsonObject;
    },
  };
}

/** Write a week of opening hours at its place. */
export function setWeek(path: Path, week: Week, merge = ""): Command {
  return {
    label: "did.edit",
    merge: merge ? `week:${merge}` : undefined,
    apply: (document) => {
      const old = valueAt(document, path);
      const next = writeWeek(old, document["day_profiles"], week);
      return JSON.stringify(old) === JSON.stringify(next)
        ? document
        : (withValue(document, path, next) as JsonObject);
    },
  };
}

/** Add a rule at the end of a list such as promotions. */
export function addRule(list: string, rule: JsonObject): Command {
  return {
    label: "did.add",
    subject: String(rule["id"] ?? ""),
    apply: (document) => ({ ...document, [list]: [...rulesOf(document, list), rule] }),
  };
}

export function removeRule(list: string, index: number): Command {
  return {
    label: "did.remove",
    apply: (document) => {
      const left = rulesOf(document, list).toSpliced(index, 1);
      return withKey(document, list, left.length ? left : undefined);
    },
  };
}

/** Move a rule one place up or down. */
export function moveRule(list: string, index: number, by: -1 | 1): Command {
  return {
    label: "did.move",
    apply: (document) => {
      const rules = rulesOf(document, list);
      const rule = rules[index];
      const to = index + by;
      if (rule === undefined || to < 0 || to >= rules.length) return document;
      return { ...document, [list]: rules.toSpliced(index, 1).toSpliced(to, 0, rule) };
    },
  };
}

/** Return the rules of a list, well formed or not. */
export function rulesOf(document: JsonObject, list: string): Json[] {
  const rules = document[list];
  return Array.isArray(rules) ? rules : [];
}

/** Return a name for a new rule that no other of the list has. */
export function freshName(document: JsonObject, list: string, stem: string): string {
  const taken = new Set(rulesOf(document, list).map((rule) => (isObject(rule) ? rule["id"] : "")));
  for (let number = taken.has(stem) ? 2 : 1; ; number++) {
    const name = number === 1 ? stem : `${stem} ${number}`;
    if (!taken.has(name)) return name;
  }
}

/** Return which rule of a list the address leads to, such as ?rule=promotions/2. */
export function ruleOf(list: string): number | null {
  const [name, index] = routeValue("rule").split("/");
  return name === list && index && /^\d+$/.test(index) ? Number(index) : null;
}

export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
