/** Which prompts are shown: by what people search for, and by how a language of them is heard. */

import type { Prompt } from "../api/types";

export type Kind = "recorded" | "spoken" | "missing";
export type Show = Kind | "all";

const USUAL = ["zh-CN", "en"];
/** How the names of prompts begin that are pieces of spoken values; each belongs to one language alone. */
const PIECE = "say ";

/** Whether a language is missing that callers could need. */
export function lacks(prompt: Prompt, language: string): boolean {
  return kindOf(prompt, language) === "missing" && !prompt.name.startsWith(PIECE);
}

/** Return the languages that the prompts have, Chinese and English first. */
export function languagesOf(prompts: readonly Prompt[]): string[] {
  const found = new Set(prompts.flatMap((one) => Object.keys(one.languages)));
  const others = [...found].filter((one) => !USUAL.includes(one)).sort();
  return [...USUAL, ...others];
}

/** Return how a prompt is heard in a language. */
export function kindOf(prompt: Prompt, language: string): Kind {
  const found = prompt.languages[language];
  if (!found) return "missing";
  return found.recording ? "recorded" : "spoken";
}

export interface Wanted {
  search: string;
  show: Show;
  /** A language, or "" for any. */
  language: string;
  /** A flow that plays them, or "" for any. */
  flow: string;
}

/** Return the prompts that hold the words searched for and are heard as wanted in the language, or in any. */
export function wanted(prompts: readonly Prompt[], { search, show, language, flow }: Wanted): Prompt[] {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const languages = language ? [language] : languagesOf(prompts);
  return prompts.filter((one) => {
    const text = [one.name, one.note, one.number, ...Object.values(one.languages).map((each) => each.text)]
      .join(" ")
      .toLowerCase();
    const isShown = (each: string): boolean =>
      show === "missing" ? lacks(one, each) : kindOf(one, each) === show;
    const fits = show === "all" || languages.some(isShown);
    return fits && (!flow || one.used_by.includes(flow)) && words.every((word) => text.includes(word));
  });
}

/** Return the flows that play prompts. */
export function flowsOf(prompts: readonly Prompt[]): string[] {
  return [...new Set(prompts.flatMap((one) => one.used_by))].sort();
}

/** Return how many prompts lack each language. */
export function missing(prompts: readonly Prompt[]): { language: string; count: number }[] {
  return languagesOf(prompts)
    .map((language) => ({
      language,
      count: prompts.filter((one) => lacks(one, language)).length,
    }))
    .filter(({ count }) => count > 0);
}
