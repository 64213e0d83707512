/** Copy, paste and duplicate: steps travel with their settings, their places and the wires among them. */

import {
  isObject,
  layoutOf,
  stepsOf,
  wiresOf,
  withKey,
  withPlaces,
  withStep,
  type FlowDocument,
  type Json,
  type Step,
} from "./document";
import { onGrid, takenIds, type Places } from "./commands";
import type { Command } from "./history";
import { newId } from "./ids";

export interface Clip {
  dialoom_steps: Record<string, Step>;
  places: Places;
}

/** Return the chosen steps as they are. */
export function clipOf(document: FlowDocument, ids: readonly string[], shown: Places): Clip {
  const steps = stepsOf(document);
  const chosen = ids.filter((id) => steps[id]);
  return {
    dialoom_steps: Object.fromEntries(chosen.map((id) => [id, steps[id] as Step])),
    places: Object.fromEntries(chosen.map((id) => [id, shown[id] ?? [0, 0]])),
  };
}

/** Return the clip in this clipboard text, or null when it is something else. */
export function readClip(text: string): Clip | null {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return null;
  }
  if (!isObject(value) || !isObject(value["dialoom_steps"] ?? null) || !isObject(value["places"] ?? null))
    return null;
  const steps = stepsOf({ nodes: value["dialoom_steps"] ?? {} });
  const places = layoutOf({ layout: value["places"] ?? {} });
  const ids = Object.keys(steps);
  return ids.length && ids.every((id) => places[id]) ? { dialoom_steps: steps, places } : null;
}

/** Return which new id each step of the clip gets in this document. */
export function pastedIds(document: FlowDocument, clip: Clip): Record<string, string> {
  const taken = takenIds(document);
  const names: Record<string, string> = {};
  for (const [id, step] of Object.entries(clip.dialoom_steps)) {
    const name = taken.has(id) ? newId(step.type, taken) : id;
    taken.add(name);
    names[id] = name;
  }
  return names;
}

/** Add the steps of the clip, moved by (dx, dy); wires to steps outside the clip are left out. */
export function paste(
  clip: Clip,
  names: Record<string, string>,
  [dx, dy]: readonly [number, number],
  shown: Places,
): Command {
  return {
    label: "did.paste",
    apply: (document) => {
      let next = document;
      const places: Places = { ...shown };
      for (const [id, step] of Object.entries(clip.dialoom_steps)) {
        const name = names[id] ?? id;
        const inside = Object.entries(wiresOf(step)).filter(([, target]) => target in names);
        const exits = Object.fromEntries(inside.map(([exit, target]) => [exit, names[target] ?? target]));
        next = withStep(next, name, withKey(step, "exits", inside.length ? exits : undefined));
        const [x, y] = clip.places[id] ?? [0, 0];
        places[name] = onGrid([x + dx, y + dy]);
      }
      return withPlaces(next, places);
    },
  };
}
