/** What may follow at a place of a FEEL text: variables, their entries, functions. */

import type { FeelFunction } from "../api/types";
import type { FeelName } from "./names";

export interface Offer {
  label: string;
  /** What is put in; a function gets its parentheses. */
  insert: string;
  kind: "variable" | "function";
  name?: FeelName;
  help?: FeelFunction;
}

export interface Offers {
  from: number;
  offers: Offer[];
}

const MAX_WORDS = 5;
const LETTER = /[\p{L}\p{N}_$.]/u;

/** Return what is offered before the cursor; null inside a quoted text or where no word begins. */
export function offersAt(
  text: string,
  at: number,
  names: readonly FeelName[],
  functions: readonly FeelFunction[],
  asked: boolean,
): Offers | null {
  if (isQuoted(text.slice(0, at))) return null;
  for (const from of wordStarts(text, at)) {
    const typed = text.slice(from, at).toLowerCase();
    const offers = fitting(typed, names, functions);
    if (offers.length > 0) return { from, offers };
  }
  return asked && !LETTER.test(text[at - 1] ?? "")
    ? { from: at, offers: fitting("", names, functions) }
    : null;
}

function fitting(typed: string, names: readonly FeelName[], functions: readonly FeelFunction[]): Offer[] {
  const fits = (label: string): boolean =>
    label.toLowerCase().startsWith(typed) && label.toLowerCase() !== typed;
  const isDeep = (name: string): boolean => name.slice(typed.length).includes(".");
  return [
    ...names
      .filter(({ name }) => fits(name) && !isDeep(name))
      .map((name): Offer => ({ label: name.name, insert: name.name, kind: "variable", name })),
    ...functions
      .filter(({ name }) => fits(name))
      .map((help): Offer => ({ label: help.name, insert: `${help.name}(`, kind: "function", help })),
  ];
}

/** Yield where the name at the cursor may begin, the longest way first: names may hold spaces. */
function wordStarts(text: string, at: number): number[] {
  const starts: number[] = [];
  let here = at;
  for (let words = 0; words < MAX_WORDS; words++) {
    let start = here;
    while (start > 0 && LETTER.test(text[start - 1] ?? "")) start -= 1;
    if (start === here) break;
    starts.push(start);
    here = start;
    while (here > 0 && text[here - 1] === " ") here -= 1;
    if (here === start) break;
  }
  return starts.toReversed();
}

function isQuoted(before: string): boolean {
  let quoted = false;
  for (let at = 0; at < before.length; at++) {
    if (quoted && before[at] === "\\") at += 1;
    else if (before[at] === '"') quoted = !quoted;
  }
  return quoted;
}

/** Return the expression that the cursor stands in within a text with {{ FEEL }}; null outside of all. */
export function expressionAround(text: string, at: number): { from: number; text: string } | null {
  const open = text.lastIndexOf("{{", at - 1);
  if (open < 0 || open + 2 > at) return null;
  const from = open + 2;
  if (text.slice(from, at).includes("}}")) return null;
  const close = text.indexOf("}}", at);
  return { from, text: text.slice(from, close < 0 ? text.length : close) };
}
