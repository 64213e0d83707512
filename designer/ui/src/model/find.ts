/** Finding steps by anything that stands on them: names, texts, and the words of their prompts. */

import { layoutOf, stepsOf, type FlowDocument, type Json } from "./document";

/** Return the ids of the steps that hold the text, from left to right; `more` are words that are not in the file. */
export function findSteps(
  document: FlowDocument,
  text: string,
  more: (id: string) => readonly string[],
): string[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const places = layoutOf(document);
  const found = Object.entries(stepsOf(document))
    .filter(([id, step]) =>
      [id, ...textsOf(step), ...more(id)].some((one) => one.toLowerCase().includes(wanted)),
    )
    .map(([id]) => id);
  const place = (id: string): readonly [number, number] => places[id] ?? [0, 0];
  return found.sort((one, other) => place(one)[0] - place(other)[0] || place(one)[1] - place(other)[1]);
}

/** Return every text among the settings; the names of exits and of menu keys count, the type does not. */
function textsOf(value: Json | undefined, key = ""): string[] {
  if (key === "type") return [];
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap((one) => textsOf(one));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => [name, ...textsOf(one, name)].slice(key ? 0 : 1));
}
