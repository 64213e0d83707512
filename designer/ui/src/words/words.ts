/** The two languages of the screen, switched in place. */

import { createInstance } from "i18next";
import { useMemo } from "react";
import { initReactI18next, useTranslation } from "react-i18next";
import type { Words } from "../api/types";
import { en as calendarsEn } from "./calendars.en";
import { zh as calendarsZh } from "./calendars.zh";
import { en as pageEn } from "./en";
import { en as feelEn } from "./feel.en";
import { zh as feelZh } from "./feel.zh";
import { en as monitorEn } from "./monitor.en";
import { zh as monitorZh } from "./monitor.zh";
import { en as promptsEn } from "./prompts.en";
import { zh as promptsZh } from "./prompts.zh";
import { en as schedulesEn } from "./schedules.en";
import { zh as schedulesZh } from "./schedules.zh";
import { zh as pageZh } from "./zh";

export type Language = "zh-CN" | "en";
/** Every word of the screen in each language. */
export const en = { ...pageEn, ...promptsEn, ...schedulesEn, ...calendarsEn, ...feelEn, ...monitorEn };
export const zh = { ...pageZh, ...promptsZh, ...schedulesZh, ...calendarsZh, ...feelZh, ...monitorZh };

export type WordKey = keyof typeof en & string;

const KEPT = "dialoom-language";
const words = createInstance();

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === "en" || kept === "zh-CN") return kept;
  return navigator.language.startsWith("zh") ? "zh-CN" : "en";
}

/** Make the words ready; must run before the first page. */
export function startWords(): void {
  const language = firstLanguage();
  words.on("languageChanged", (chosen) => {
    document.documentElement.lang = chosen;
  });
  document.documentElement.lang = language;
  void words.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources: { en: { translation: en }, "zh-CN": { translation: zh } },
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
}

export interface Speech {
  language: Language;
  /** Return the words of this key with the values put in. */
  t: (key: WordKey, values?: Record<string, string | number>) => string;
  /** Return the text of this language out of words that the server sent. */
  say: (texts: Words | string) => string;
}

export function useWords(): Speech {
  const { t, i18n } = useTranslation(undefined, { i18n: words });
  const language: Language = i18n.language === "en" ? "en" : "zh-CN";
  return useMemo(
    () => ({
      language,
      t: (key, values = {}) => t(key, values),
      say: (texts) =>
        typeof texts === "string" ? texts : (texts[language] ?? texts["en"] ?? Object.values(texts)[0] ?? ""),
    }),
    [t, language],
  );
}

export function switchLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
  void words.changeLanguage(language);
}
