/** The days that a notice or a country's list changes, one a line, before they are taken over. */

import type { DayChange } from "../api/schedules";
import { useWords } from "../words/words";
import { FULL, sayDate } from "./dates";

export function DayChanges({ changes }: { changes: readonly DayChange[] }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
    <ul className="notice-days" tabIndex={0}>
      {changes.map((one) => (
        <Line key={one.date} change={one} />
      ))}
    </ul>
  );
}

function Line({ change: { date, before, after } }: { change: DayChange }) {
  const { t, language } = useWords();
  const say = (kind: string | null): string =>
    kind === null ? t("calendar.normal") : kind === "work" ? t("tone.makeup") : kind;
  return (
    <li>
      <span>{sayDate(date, language, FULL)}</span>
      <span className="muted">{say(before)}</span>
      <span aria-hidden>→</span>
      <span className={`kind ${after === "work" ? "tone-makeup" : after ? "tone-holiday" : ""}`}>
        {after && <span className="kind-mark">{t(after === "work" ? "mark.work" : "mark.off")}</span>}
        {say(after)}
      </span>
    </li>
  );
}
