/** Where the years of a calendar came from, to offer the same country for the next ones. */

import type { JsonObject } from "../model/document";
import { yearsOf } from "./calendarYear";
import { textOf, valueAt } from "./edits";

export interface Origin {
  country: string;
  part: string;
}

/** Return the country that the newest year names as its source, such as `holidays 0.109, DE-BY`. */
export function originOf(document: JsonObject): Origin {
  for (const year of yearsOf(document).toReversed()) {
    const found = /^holidays [\d.]+, ([A-Z]{2})(?:-(.+))?$/.exec(
      textOf(valueAt(document, ["years", year, "source"])),
    );
    if (found) return { country: found[1] ?? "", part: found[2] ?? "" };
  }
  return { country: "", part: "" };
}
