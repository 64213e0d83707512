/** The editor's keyboard: one table of keys and what they do. */

import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import { flushSync } from "react-dom";
import { closeFind, openFind } from "../canvas/find";
import { stepsOf } from "../model/document";
import { showDialog, useDialog } from "./dialogs";
import { saveFlow } from "./files";
import { copyChosen, duplicateChosen, focusStep, pasteClip, removeChosen } from "./steps";
import { currentDocument, openPanel, redoNext, select, undoLast, useEditor } from "./store";

type Action = () => void;

function focusFirst(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

/** Return the chosen step; the card that has the keyboard counts as chosen. */
function chosenStep(): string {
  const [chosen] = useEditor.getState().selected;
  if (chosen) return chosen;
  const card = document.activeElement?.closest<HTMLElement>(".react-flow__node");
  const id = card?.dataset["id"] ?? "";
  if (id) flushSync(() => select([id]));
  return id;
}

function connectChosen(): void {
  const from = chosenStep();
  if (from) showDialog({ name: "connect", from });
}

function editChosen(): void {
  chosenStep();
  flushSync(() => openPanel("settings"));
  focusFirst(".side-body input, .side-body textarea");
}

function removeHere(): void {
  if (useEditor.getState().wires.length === 0) chosenStep();
  removeChosen();
}

const WITH_CONTROL: Record<string, Action> = {
  s: () => void saveFlow(),
  z: undoLast,
  y: redoNext,
  "shift+z": redoNext,
  c: () => void copyChosen(),
  x: () => void copyChosen().then(removeChosen),
  v: () => void pasteClip(),
  d: duplicateChosen,
  a: () => select(Object.keys(stepsOf(currentDocument()))),
};

const PLAIN: Record<string, Action> = {
  delete: removeHere,
  backspace: removeHere,
  c: connectChosen,
  e: editChosen,
  a: () => focusFirst(".palette input"),
  t: () => openPanel("test"),
  p: () => openPanel("problems"),
  "?": () => showDialog({ name: "keys" }),
};

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}

let listWasOpen = false;

/** Escape first closes the list of a field, and only then leaves the field; the list is closed before we hear of it. */
function noteOpenList({ target }: KeyboardEvent): void {
  listWasOpen = target instanceof HTMLElement && target.getAttribute("aria-expanded") === "true";
}

/** Save works while typing; so that nothing typed is lost, the field is left first. */
function saveWhileTyping(): void {
  const field = document.activeElement;
  if (field instanceof HTMLElement) {
    field.blur();
    field.focus();
  }
  void saveFlow();
}

export function useShortcuts(): void {
  const { fitView } = useReactFlow();
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey) return;
      const key = event.key.toLowerCase();
      const control = event.ctrlKey || event.metaKey;
      if (control && key === "s") {
        event.preventDefault();
        saveWhileTyping();
        return;
      }
      if (useDialog.getState().open || useEditor.getState().theirs) return;
      if (control && key === "f") {
        event.preventDefault();
        openFind();
        return;
      }
      if (isTyping(event.target)) {
        if (key === "escape" && !listWasOpen) leaveField();
        return;
      }
      const action = actionFor(
        key,
        control,
        event.shiftKey,
        () => void fitView({ padding: 0.15, duration: 160 }),
      );
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", noteOpenList, { capture: true });
    window.addEventListener("keydown", hear);
    return () => {
      closeFind();
      window.removeEventListener("keydown", noteOpenList, { capture: true });
      window.removeEventListener("keydown", hear);
    };
  }, [fitView]);
}

function actionFor(key: string, control: boolean, shift: boolean, fit: Action): Action | undefined {
  if (control && window.getSelection()?.type === "Range" && "cx".includes(key)) return undefined;
  if (control) return WITH_CONTROL[shift ? `shift+${key}` : key];
  if (key === "f") return fit;
  if (key === "escape") return leaveField;
  return PLAIN[key];
}

/** Go from a field of the panel back to the card that it belongs to; from a card, give up the choice. */
function leaveField(): void {
  if (document.activeElement?.closest(".react-flow__node")) return select([]);
  focusStep(useEditor.getState().selected[0] ?? "");
}
