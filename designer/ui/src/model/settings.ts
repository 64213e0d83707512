/** The actions on one step's settings; its exits follow when menu keys or branch cases change. */

import {
  isObject,
  languageOf,
  stepsOf,
  wiresOf,
  withKey,
  withStep,
  type FlowDocument,
  type Json,
  type Step,
} from "./document";
import type { Command } from "./history";
import { namesPer, type NodeType } from "./nodeType";

function sameJson(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Return old exit name -> new exit name ("" when it is gone) after a setting that makes exits changed. */
export function exitChanges(
  before: Json | undefined,
  after: Json | undefined,
  nameKey: string,
): Record<string, string> {
  const old = namesPer(before, nameKey);
  const now = new Set(namesPer(after, nameKey));
  const gone = old.filter((name) => !now.has(name));
  const added = [...now].filter((name) => !old.includes(name));
  const renamed = gone.length === 1 && added.length === 1 && sizeOf(before) === sizeOf(after);
  return Object.fromEntries(gone.map((name) => [name, renamed ? (added[0] ?? "") : ""]));
}

function sizeOf(value: Json | undefined): number {
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : 0;
}

function withExits(step: Step, changes: Record<string, string>): Step {
  const wires = wiresOf(step);
  if (!Object.keys(changes).some((name) => name in wires)) return step;
  const moved = Object.entries(wires).flatMap(([name, target]) => {
    const now = changes[name] ?? name;
    return now === "" ? [] : [[now, target] as const];
  });
  return withKey(step, "exits", moved.length ? Object.fromEntries(moved) : undefined);
}

/** Change one setting (undefined: back to its default).  Wires of renamed exits stay, those of removed ones go. */
export function setSetting(
  id: string,
  type: NodeType | undefined,
  key: string,
  value: Json | undefined,
): Command {
  return {
    label: "did.edit",
    subject: id,
    merge: `setting:${id}:${key}`,
    apply: (document) => {
      const step = stepsOf(document)[id];
      if (!step || sameJson(step[key], value)) return document;
      let next = withKey(step, key, value);
      for (const rule of type?.exits ?? []) {
        if ("per" in rule && rule.per === key) {
          next = withExits(next, exitChanges(step[key], value, rule.name_key));
        }
      }
      return withStep(document, id, next);
    },
  };
}

/** Return the title with the text of one language changed; undefined when no text is left. */
export function retitled(
  title: Json | undefined,
  language: string,
  text: string,
  flowLanguage: string,
): Json | undefined {
  const texts = typeof title === "string" ? { [flowLanguage]: title } : isObject(title) ? title : {};
  const next = withKey(texts, language, text === "" ? undefined : text);
  return Object.keys(next).length ? next : undefined;
}

/** Name a step in one language. */
export function setTitle(id: string, language: string, text: string): Command {
  return editStep(id, "title", (step, document) =>
    retitled(step["title"], language, text, languageOf(document)),
  );
}

/** Write down something about a step for other people. */
export function setNote(id: string, text: string): Command {
  return editStep(id, "note", () => (text === "" ? undefined : text));
}

function editStep(
  id: string,
  key: string,
  value: (step: Step, document: FlowDocument) => Json | undefined,
): Command {
  return {
    label: "did.edit",
    subject: id,
    merge: `step:${id}:${key}`,
    apply: (document) => {
      const step = stepsOf(document)[id];
      if (!step) return document;
      const next = value(step, document);
      return sameJson(step[key], next) ? document : withStep(document, id, withKey(step, key, next));
    },
  };
}

/** Name the flow in one language. */
export function setFlowTitle(language: string, text: string): Command {
  return {
    label: "did.flow",
    merge: `flow:title:${language}`,
    apply: (document) => {
      const title = retitled(document["title"], language, text, languageOf(document));
      return sameJson(document["title"], title) ? document : withKey(document, "title", title);
    },
  };
}
