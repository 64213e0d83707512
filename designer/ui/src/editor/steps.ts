/** What the keyboard, the toolbar and the canvas do with steps. */

import { reveal } from "../canvas/view";
import type { Outlet } from "../model/commands";
import { addStep, idFor, onGrid, removeSteps } from "../model/commands";
import { clipOf, paste, pastedIds, readClip, type Clip } from "../model/clipboard";
import { stepsOf, wiresOf, type Point } from "../model/document";
import { CARD_WIDTH } from "../model/layout";
import { exitsOf } from "../model/nodeType";
import { useCatalog } from "../shell/catalog";
import { tell } from "../shell/notices";
import { currentDocument, outletOf, perform, placesOf, select, useEditor } from "./store";

const GAP = 72;

function shown() {
  return placesOf(currentDocument(), useCatalog.getState().types);
}

/** Add a step and choose it; with `splice` the step goes between the outlet and what followed. */
export function addAt(type: string, at: Point, outlet?: Outlet, splice = false): string {
  const id = idFor(type, currentDocument());
  const onward = splice ? firstExit(type) : undefined;
  perform(addStep({ id, type, at, shown: shown(), ...(outlet && { outlet }), ...(onward && { onward }) }));
  select([id]);
  reveal(at);
  return id;
}

function firstExit(type: string): string | undefined {
  return exitsOf(useCatalog.getState().types[type], { type }).find((exit) => !exit.system)?.name;
}

/** Return a free place right of the chosen step, or of the last one. */
export function placeForNext(): Point {
  const places = shown();
  const chosen = useEditor.getState().selected.at(-1) ?? Object.keys(stepsOf(currentDocument())).at(-1);
  const beside = chosen === undefined ? undefined : places[chosen];
  if (!beside) return [80, 120];
  let [x, y] = [beside[0] + CARD_WIDTH + GAP, beside[1]];
  const isTaken = (): boolean =>
    Object.values(places).some(([left, top]) => Math.abs(left - x) < CARD_WIDTH && Math.abs(top - y) < 120);
  while (isTaken()) y += 140;
  return [x, y];
}

/** Remove what is chosen and keep the focus near. */
export function removeChosen(): void {
  const { selected, wires } = useEditor.getState();
  if (selected.length + wires.length === 0) return;
  const neighbour = neighbourOf(selected);
  perform(removeSteps(selected, wires.map(outletOf)));
  select(neighbour ? [neighbour] : []);
  focusStep(neighbour);
}

function neighbourOf(gone: readonly string[]): string {
  const steps = stepsOf(currentDocument());
  const leads = Object.entries(steps).find(
    ([id, step]) =>
      !gone.includes(id) && Object.values(wiresOf(step)).some((target) => gone.includes(target)),
  );
  return leads?.[0] ?? Object.keys(steps).find((id) => !gone.includes(id)) ?? "";
}

/** Give the keyboard to a step's card, as soon as it is drawn, or to the canvas when there is none. */
export function focusStep(id: string, patience = 20): void {
  const place = id ? `.react-flow__node[data-id="${CSS.escape(id)}"]` : ".canvas";
  const card = document.querySelector<HTMLElement>(place);
  card?.focus({ preventScroll: true });
  const isThere = card !== null && card === document.activeElement;
  if (!isThere && patience > 0) requestAnimationFrame(() => focusStep(id, patience - 1));
}

let clip: Clip | null = null;
let pastes = 0;

export async function copyChosen(): Promise<void> {
  const { selected } = useEditor.getState();
  if (selected.length === 0) return;
  clip = clipOf(currentDocument(), selected, shown());
  pastes = 0;
  await navigator.clipboard?.writeText(JSON.stringify(clip)).catch(() => undefined);
}

export async function pasteClip(): Promise<void> {
  const text = await navigator.clipboard?.readText().catch(() => "");
  const found = (text ? readClip(text) : null) ?? clip;
  if (found) putDown(found);
  else tell("bad", "paste.nothing");
}

export function duplicateChosen(): void {
  const { selected } = useEditor.getState();
  pastes = 0;
  if (selected.length) putDown(clipOf(currentDocument(), selected, shown()));
}

function putDown(found: Clip): void {
  pastes += 1;
  const names = pastedIds(currentDocument(), found);
  const [dx, dy] = onGrid([40 * pastes, 40 * pastes]);
  perform(paste(found, names, [dx, dy], shown()));
  select(Object.values(names));
}
