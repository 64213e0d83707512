/** What differs between two states of a flow, in the words of its steps. */

import { stepsOf, type FlowDocument, type JsonObject } from "./document";

export interface Difference {
  /** The step's id, or "" for the flow's own settings. */
  step: string;
  kind: "added" | "removed" | "changed";
  /** The settings that differ. */
  keys: string[];
}

function differingKeys(one: JsonObject, other: JsonObject, left: readonly string[] = []): string[] {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].filter(
    (key) => !left.includes(key) && JSON.stringify(one[key]) !== JSON.stringify(other[key]),
  );
}

/** Return what `after` has that `before` has not, and the other way round; the layout does not count. */
export function compare(before: FlowDocument, after: FlowDocument): Difference[] {
  const old = stepsOf(before);
  const now = stepsOf(after);
  const found: Difference[] = [];
  const own = differingKeys(before, after, ["nodes", "layout"]);
  if (own.length) found.push({ step: "", kind: "changed", keys: own });
  for (const [id, step] of Object.entries(now)) {
    const was = old[id];
    if (!was) found.push({ step: id, kind: "added", keys: [] });
    else if (differingKeys(was, step).length) {
      found.push({ step: id, kind: "changed", keys: differingKeys(was, step) });
    }
  }
  for (const id of Object.keys(old)) if (!now[id]) found.push({ step: id, kind: "removed", keys: [] });
  return found;
}
