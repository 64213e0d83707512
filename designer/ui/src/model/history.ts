/** Undo and redo: one entry for each thing the user did, each with exactly one way back. */

import type { FlowDocument } from "./document";

/** One user action.  It returns the same document when there is nothing to do. */
export interface Command {
  /** A key of the screen words that names the action in the history list. */
  label: string;
  /** What the action was done to, shown beside its name. */
  subject?: string;
  /** Actions with the same key that follow closely are one entry (typing, arrow keys). */
  merge?: string;
  apply: (document: FlowDocument) => FlowDocument;
}

export interface Entry {
  label: string;
  subject: string;
  merge: string | undefined;
  /** When the last action of this entry was done, in milliseconds. */
  at: number;
  before: FlowDocument;
  after: FlowDocument;
}

export interface History {
  document: FlowDocument;
  past: readonly Entry[];
  future: readonly Entry[];
}

/** Pause in milliseconds after which typing starts a new entry. */
export const MERGE_PAUSE = 1500;

const LONGEST = 500;

export function openHistory(document: FlowDocument): History {
  return { document, past: [], future: [] };
}

/** Do the action at this time; an action that changes nothing leaves no entry. */
export function run(history: History, command: Command, at: number): History {
  const before = history.document;
  const after = command.apply(before);
  if (after === before) return history;
  const last = history.past.at(-1);
  const merges =
    last !== undefined &&
    command.merge !== undefined &&
    last.merge === command.merge &&
    at - last.at <= MERGE_PAUSE;
  const entry: Entry = {
    label: command.label,
    subject: command.subject ?? "",
    merge: command.merge,
    at,
    before: merges ? last.before : before,
    after,
  };
  const past = merges ? history.past.slice(0, -1) : history.past.slice(-LONGEST + 1);
  return { document: after, past: [...past, entry], future: [] };
}

export function undo(history: History): History {
  const entry = history.past.at(-1);
  if (!entry) return history;
  const closed = { ...entry, merge: undefined };
  return { document: entry.before, past: history.past.slice(0, -1), future: [closed, ...history.future] };
}

export function redo(history: History): History {
  const [entry, ...future] = history.future;
  if (!entry) return history;
  return { document: entry.after, past: [...history.past, entry], future };
}

/** Go back or forth to the state after `count` actions. */
export function travel(history: History, count: number): History {
  let here = history;
  while (here.past.length > count) here = undo(here);
  while (here.past.length < count && here.future.length > 0) here = redo(here);
  return here;
}
