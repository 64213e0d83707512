/** The flow document as the server hands it out, and safe ways to read it: people edit these files by hand. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** One step: its type, its settings beside it, and where each exit leads. */
export type Step = JsonObject & { type: string };

/** The whole file; every key may be missing or malformed in a draft. */
export type FlowDocument = JsonObject;

export type Point = readonly [number, number];

/** Keys of a step that are not settings of its type. */
export const OWN_KEYS: readonly string[] = ["type", "title", "note", "exits"];

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Return the steps that are well formed, by id. */
export function stepsOf(document: FlowDocument): Record<string, Step> {
  const nodes = document["nodes"];
  if (!isObject(nodes)) return {};
  const found: Record<string, Step> = {};
  for (const [id, entry] of Object.entries(nodes)) {
    if (isObject(entry) && typeof entry["type"] === "string") found[id] = entry as Step;
  }
  return found;
}

/** Return where each exit of the step leads. */
export function wiresOf(step: Step): Record<string, string> {
  const exits = step["exits"];
  if (!isObject(exits)) return {};
  return Object.fromEntries(
    Object.entries(exits).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}

/** Return the saved places of the steps, in canvas units. */
export function layoutOf(document: FlowDocument): Record<string, Point> {
  const layout = document["layout"];
  if (!isObject(layout)) return {};
  const found: Record<string, Point> = {};
  for (const [id, place] of Object.entries(layout)) {
    if (Array.isArray(place) && typeof place[0] === "number" && typeof place[1] === "number") {
      found[id] = [place[0], place[1]];
    }
  }
  return found;
}

/** Return the start step's id, or "" when there is none. */
export function startOf(document: FlowDocument): string {
  const start = document["start"];
  return typeof start === "string" ? start : "";
}

/** Return the flow's own language, which plain titles are written in. */
export function languageOf(document: FlowDocument): string {
  const language = document["language"];
  return typeof language === "string" ? language : "zh-CN";
}

/** Return a title for this screen language: a plain text serves every language, else any text beats none. */
export function titleIn(title: Json | undefined, language: string): string {
  if (typeof title === "string") return title;
  if (!isObject(title)) return "";
  const texts = [title[language], ...Object.values(title)];
  return texts.find((text): text is string => typeof text === "string" && text !== "") ?? "";
}

/** Return a copy of the object with one key set, or without it when the value is undefined. */
export function withKey<T extends JsonObject>(object: T, key: string, value: Json | undefined): T {
  if (value === undefined) {
    const { [key]: _gone, ...rest } = object;
    return rest as T;
  }
  return { ...object, [key]: value };
}

/** Return the document with one step replaced, or without it. */
export function withStep(document: FlowDocument, id: string, step: Step | undefined): FlowDocument {
  const nodes = isObject(document["nodes"]) ? document["nodes"] : {};
  return { ...document, nodes: withKey(nodes, id, step) };
}

/** Return the document with these places added to or changed in its layout. */
export function withPlaces(document: FlowDocument, places: Record<string, Point>): FlowDocument {
  const layout = isObject(document["layout"]) ? document["layout"] : {};
  const added = Object.fromEntries(Object.entries(places).map(([id, [x, y]]) => [id, [x, y]]));
  return { ...document, layout: { ...layout, ...added } };
}
