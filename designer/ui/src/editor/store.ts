/** The open flow: its document and history, what the server said of it, and what is chosen on the screen. */

import { create } from "zustand";
import type { KnownTypes, Problem, Published, Words } from "../api/types";
import { shownPlaces } from "../model/layout";
import type { FlowDocument } from "../model/document";
import type { Outlet, Places } from "../model/commands";
import { openHistory, redo, run, travel, undo, type Command, type History } from "../model/history";
import type { NodeTypes } from "../model/nodeType";

export type Panel = "settings" | "problems" | "versions" | "test";

/** The same file as somebody else left it. */
export interface Theirs {
  document: FlowDocument;
  revision: string;
}

export interface EditorState {
  id: string;
  phase: "loading" | "ready" | "failed";
  failure: Words;
  history: History;
  saved: FlowDocument;
  revision: string;
  published: Published | null;
  problems: Problem[];
  /** What the last check knows of the types of variables. */
  types: KnownTypes;
  /** Flows that this one calls and that must be published with it. */
  unpublished: readonly string[];
  saving: boolean;
  theirs: Theirs | null;
  selected: readonly string[];
  wires: readonly string[];
  panel: Panel;
  /** The place in the document that a field should open at. */
  spot: { path: readonly (string | number)[] } | null;
}

const EMPTY: FlowDocument = {};

export const BLANK: EditorState = {
  id: "",
  phase: "loading",
  failure: {},
  history: openHistory(EMPTY),
  saved: EMPTY,
  revision: "",
  published: null,
  problems: [],
  types: {},
  unpublished: [],
  saving: false,
  theirs: null,
  selected: [],
  wires: [],
  panel: "settings",
  spot: null,
};

export const useEditor = create<EditorState>()(() => BLANK);

const now = (): number => performance.now();

/** Do something to the document; it can be undone. */
export function perform(command: Command): void {
  useEditor.setState((state) => ({ history: run(state.history, command, now()) }));
}

export function undoLast(): void {
  useEditor.setState((state) => ({ history: undo(state.history) }));
}

export function redoNext(): void {
  useEditor.setState((state) => ({ history: redo(state.history) }));
}

export function travelTo(count: number): void {
  useEditor.setState((state) => ({ history: travel(state.history, count) }));
}

export function select(selected: readonly string[], wires: readonly string[] = []): void {
  useEditor.setState({ selected, wires, spot: null });
}

export function openPanel(panel: Panel): void {
  useEditor.setState({ panel });
}

export function currentDocument(): FlowDocument {
  return useEditor.getState().history.document;
}

export function useDocument(): FlowDocument {
  return useEditor((state) => state.history.document);
}

/** Return whether there is something that is not on disk. */
export function isDirty(state: EditorState): boolean {
  return state.history.document !== state.saved;
}

const placesCache = new WeakMap<FlowDocument, { types: NodeTypes; places: Places }>();

/** Return where the canvas shows each step; worked out once for each document. */
export function placesOf(document: FlowDocument, types: NodeTypes): Places {
  const known = placesCache.get(document);
  if (known?.types === types) return known.places;
  const places = shownPlaces(document, types);
  placesCache.set(document, { types, places });
  return places;
}

/** A wire's name on the canvas, and back. */
export function wireId({ from, exit }: Outlet): string {
  return JSON.stringify([from, exit]);
}

export function outletOf(id: string): Outlet {
  const [from = "", exit = ""] = JSON.parse(id) as string[];
  return { from, exit };
}
