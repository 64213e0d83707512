/** Reading and changing the numbers that callers dial. */

import { scheduleApi, type HotlineRow } from "../api/schedules";
import type { Words } from "../api/types";
import { isObject, withKey, type Json, type JsonObject } from "../model/document";

export interface Hotlines {
  hotlines: HotlineRow[];
  document: JsonObject;
  revision: string;
  /** What people call the schedules. */
  schedules: Record<string, Words | string>;
}

/** Read the numbers with what answers each, and the file that they stand in. */
export async function readHotlines(): Promise<Hotlines> {
  const [hotlines, file, plans] = await Promise.all([
    scheduleApi.hotlines(),
    scheduleApi.hotlinesFile(),
    scheduleApi.list(),
  ]);
  const schedules = Object.fromEntries(plans.map((plan) => [plan.id, plan.title]));
  return { hotlines, document: file.document, revision: file.revision, schedules };
}

/** Return the document with a number set or taken away; a number that changes keeps its place. */
export function withHotline(
  document: JsonObject,
  before: string,
  number: string,
  entry: JsonObject | undefined,
): JsonObject {
  const hotlines = isObject(document["hotlines"]) ? document["hotlines"] : {};
  if (entry === undefined) return { ...document, hotlines: withKey(hotlines, before, undefined) };
  const rows = Object.entries(hotlines).map(([key, old]): [string, Json] =>
    key === before ? [number, entry] : [key, old],
  );
  if (!(before in hotlines)) rows.push([number, entry]);
  return { ...document, hotlines: Object.fromEntries(rows) };
}
