/** The actions on steps and wires.  Each is a pure function of the document. */

import {
  isObject,
  layoutOf,
  startOf,
  stepsOf,
  wiresOf,
  withKey,
  withPlaces,
  withStep,
  type FlowDocument,
  type Json,
  type Point,
  type Step,
} from "./document";
import type { Command } from "./history";
import { newId } from "./ids";

export const GRID = 4;

/** Return the place on the grid that steps keep to. */
export function onGrid([x, y]: Point): Point {
  return [Math.round(x / GRID) * GRID, Math.round(y / GRID) * GRID];
}

export type Places = Record<string, Point>;

/** Where a wire begins. */
export interface Outlet {
  from: string;
  exit: string;
}

export interface NewStep {
  id: string;
  type: string;
  at: Point;
  /** The exit to wire to the new step; what it led to before follows by `onward` of the new one. */
  outlet?: Outlet;
  onward?: string;
  /** Places that the canvas shows but the file does not hold yet. */
  shown: Places;
}

export function takenIds(document: FlowDocument): Set<string> {
  const nodes = document["nodes"];
  return new Set(isObject(nodes) ? Object.keys(nodes) : []);
}

export function idFor(type: string, document: FlowDocument): string {
  return newId(type, takenIds(document));
}

/** Add a step; the first one of a flow becomes its start. */
export function addStep(step: NewStep): Command {
  return {
    label: step.outlet && step.onward ? "did.splice" : "did.add",
    subject: step.id,
    apply: (document) => {
      const old = step.outlet ? stepsOf(document)[step.outlet.from] : undefined;
      const follows = old && step.outlet ? wiresOf(old)[step.outlet.exit] : undefined;
      const entry: Step = { type: step.type };
      if (follows && step.onward) entry["exits"] = { [step.onward]: follows };
      let next = withStep(document, step.id, entry);
      next = withPlaces(next, { ...step.shown, [step.id]: onGrid(step.at) });
      if (step.outlet) next = wired(next, step.outlet, step.id);
      if (startOf(next) === "") next = { ...next, start: step.id };
      return next;
    },
  };
}

function wired(document: FlowDocument, { from, exit }: Outlet, target: string | undefined): FlowDocument {
  const step = stepsOf(document)[from];
  if (!step || wiresOf(step)[exit] === target) return document;
  const exits = isObject(step["exits"]) ? step["exits"] : {};
  const rest = withKey(exits, exit, target);
  return withStep(document, from, withKey(step, "exits", Object.keys(rest).length ? rest : undefined));
}

/** Lead an exit to a step, or nowhere when `target` is "". */
export function wire(outlet: Outlet, target: string): Command {
  return {
    label: target ? "did.wire" : "did.unwire",
    subject: outlet.from,
    apply: (document) => wired(document, outlet, target || undefined),
  };
}

/** Take away several wires as one action. */
export function unwireAll(outlets: readonly Outlet[]): Command {
  return {
    label: "did.unwire",
    apply: (document) => outlets.reduce((next, outlet) => wired(next, outlet, undefined), document),
  };
}

/** Remove steps with every wire that leads to them. */
export function removeSteps(ids: readonly string[], wires: readonly Outlet[] = []): Command {
  return {
    label: "did.remove",
    subject: ids.length === 1 ? ids[0] : undefined,
    apply: (document) => {
      const gone = new Set(ids.filter((id) => takenIds(document).has(id)));
      let next = wires.reduce((left, outlet) => wired(left, outlet, undefined), document);
      if (gone.size === 0) return next;
      for (const [id, step] of Object.entries(stepsOf(next))) {
        for (const [exit, target] of Object.entries(wiresOf(step))) {
          if (gone.has(target)) next = wired(next, { from: id, exit }, undefined);
        }
      }
      for (const id of gone) next = withStep(next, id, undefined);
      for (const key of ["start", "on_error", "on_hangup"]) {
        const named = next[key];
        if (typeof named === "string" && gone.has(named)) next = withKey(next, key, undefined);
      }
      return withoutPlaces(next, gone);
    },
  };
}

function withoutPlaces(document: FlowDocument, gone: ReadonlySet<string>): FlowDocument {
  const layout = document["layout"];
  if (!isObject(layout)) return document;
  const left = Object.fromEntries(Object.entries(layout).filter(([id]) => !gone.has(id)));
  return withKey(document, "layout", Object.keys(left).length ? left : undefined);
}

/** Move steps to new places; `shown` fixes the others where the canvas shows them. */
export function moveSteps(places: Places, shown: Places, merge?: string): Command {
  const rounded = Object.fromEntries(Object.entries(places).map(([id, place]) => [id, onGrid(place)]));
  return {
    label: "did.move",
    merge,
    apply: (document) => {
      const layout = layoutOf(document);
      const moved = Object.entries(rounded).some(([id, [x, y]]) => {
        const old = layout[id] ?? shown[id];
        return !old || old[0] !== x || old[1] !== y;
      });
      return moved ? withPlaces(document, { ...shown, ...rounded }) : document;
    },
  };
}

/** Put every step where the automatic layout wants it. */
export function tidy(places: Places): Command {
  return { ...moveSteps(places, {}), label: "did.tidy" };
}

/** Say which step a call begins with. */
export function setStart(id: string): Command {
  return {
    label: "did.start",
    subject: id,
    apply: (document) => (startOf(document) === id ? document : { ...document, start: id }),
  };
}

/** Change one key of the flow itself; undefined takes it away. */
export function setFlow(key: string, value: Json | undefined): Command {
  return {
    label: "did.flow",
    merge: `flow:${key}`,
    apply: (document) =>
      JSON.stringify(document[key]) === JSON.stringify(value) ? document : withKey(document, key, value),
  };
}
