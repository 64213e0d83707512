/** In which parts of a schedule or calendar two states of the same file differ. */

import type { JsonObject } from "../model/document";
import { useWords, type WordKey } from "../words/words";
import { useDraftDocument } from "./draft";

const PARTS: Record<string, WordKey> = {
  weekly: "tab.week",
  periods: "week.seasons",
  promotions: "tab.promotions",
  holidays: "holidays.title",
  exceptions: "exceptions.title",
  makeup: "makeup.title",
  years: "calendar.days",
};

/** Return the words for the parts that differ, each once. */
export function differingParts(one: JsonObject, other: JsonObject): WordKey[] {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const differing = keys.filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]));
  return [...new Set(differing.map((key) => PARTS[key] ?? "settings.title"))];
}

export function DraftDifferences({ theirs }: { theirs: JsonObject }) {
  const { t } = useWords();
  const mine = useDraftDocument();
  return (
    <ul className="differences" aria-label={t("conflict.list")}>
      {differingParts(mine, theirs).map((part) => (
        <li key={part}>
          <strong>{t(part)}</strong>
          <span>{t("conflict.changed")}</span>
        </li>
      ))}
    </ul>
  );
}
