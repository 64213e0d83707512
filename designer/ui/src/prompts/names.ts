/** What languages are called on the screen. */

import type { Speech } from "../words/words";

/** Return the name of a language; one that the screen does not know keeps its tag. */
export function languageName(tag: string, t: Speech["t"]): string {
  if (tag === "zh-CN") return t("language.zh");
  return tag === "en" ? t("language.en") : tag;
}
