/** The types of values in the words of the screen. */

import type { Speech } from "../words/words";

const WORDS = {
  boolean: "feel.type.boolean",
  number: "feel.type.number",
  string: "feel.type.string",
  date: "feel.type.date",
  time: "feel.type.time",
  "date and time": "feel.type.dateTime",
  "days and time duration": "feel.type.duration",
  "years and months duration": "feel.type.duration",
  list: "feel.type.list",
  context: "feel.type.context",
  range: "feel.type.range",
  function: "feel.type.function",
} as const;

export function typeWord(t: Speech["t"], type: string): string {
  return type in WORDS ? t(WORDS[type as keyof typeof WORDS]) : "";
}
