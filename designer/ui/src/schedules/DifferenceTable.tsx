/** What changes for callers between two schedules: by rule, the same change of many days in one line. */

import { ArrowRight } from "lucide-react";
import type { ChangeGroup, Paint } from "../api/schedules";
import { useWords, type Speech } from "../words/words";
import { FULL, SHORT, sayDate, weekdayName } from "./dates";
import { useFlowTitle } from "./fields";
import { sayRule, sayState } from "./say";

/** Return the groups by the rule that decides in the draft, or did before. */
function byRule(groups: readonly ChangeGroup[], speech: Speech): [string, ChangeGroup[]][] {
  const found = new Map<string, ChangeGroup[]>();
  for (const group of groups) {
    const decides = ruleOf(group);
    const name = decides ? sayRule(decides, speech) : "–";
    found.set(name, [...(found.get(name) ?? []), group]);
  }
  return [...found];
}

/** A rule that was taken away names its changes; otherwise the rule that answers in the draft does. */
function ruleOf({ live, draft }: ChangeGroup): Paint | null {
  return draft && draft.layer !== "weekly" ? draft : (live ?? draft);
}

export function DifferenceTable({ groups }: { groups: readonly ChangeGroup[] }) {
  const speech = useWords();
  const { t } = speech;
  const heard = groups.filter((one) => one.heard);
  const silent = groups.filter((one) => !one.heard);
  return (
    <>
      {heard.length === 0 && <p className="muted">{t("pub.sameHeard")}</p>}
      {heard.length > 0 && <Groups sections={byRule(heard, speech)} />}
      {silent.length > 0 && (
        <details className="silent-changes">
          <summary>{t("pub.silent", { n: silent.length })}</summary>
          <Groups sections={byRule(silent, speech)} />
        </details>
      )}
    </>
  );
}

function Groups({ sections }: { sections: [string, ChangeGroup[]][] }) {
  const { t } = useWords();
  return (
    <table className="changes">
      <thead>
        <tr>
          <th>{t("pub.when")}</th>
          <th>{t("pub.live")}</th>
          <th>
            <span className="sr-only">{t("pub.becomes")}</span>
          </th>
          <th>{t("pub.draft")}</th>
        </tr>
      </thead>
      {sections.map(([rule, groups]) => (
        <tbody key={rule}>
          <tr>
            <th colSpan={4} scope="rowgroup" className="changes-rule">
              {rule}
            </th>
          </tr>
          {groups.map((one, index) => (
            <tr key={index}>
              <td>
                <When group={one} />
              </td>
              <td>
                <Side paint={one.live} />
              </td>
              <td aria-hidden>
                <ArrowRight size={12} />
              </td>
              <td>
                <Side paint={one.draft} />
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function When({ group: { hours, runs, days, weekdays } }: { group: ChangeGroup }) {
  const { t, language } = useWords();
  const [first, last] = [runs[0]?.from ?? "", runs.at(-1)?.to ?? ""];
  const whole = hours === "00:00-24:00";
  return (
    <>
      {hours && <strong>{whole ? t("pub.allDay") : hours.replace("-", "–")}</strong>}{" "}
      {hours && days > 1 && sayWeekdays(weekdays, language)}
      <small>
        {days === 1 || first === last
          ? sayDate(first, language, FULL)
          : t("pub.days", {
              first: sayDate(first, language, FULL),
              last: sayDate(last, language, FULL),
              n: days,
            })}
      </small>
      {runs.length > 1 && (
        <details>
          <summary>{t("pub.dates")}</summary>
          {runs
            .map(({ from, to }) =>
              from === to
                ? sayDate(from, language, SHORT)
                : `${sayDate(from, language, SHORT)} – ${sayDate(to, language, SHORT)}`,
            )
            .join(language === "en" ? ", " : "、")}
        </details>
      )}
    </>
  );
}

/** Return days of the week, neighbours as one: Mon–Fri, Sun. */
function sayWeekdays(days: readonly number[], language: string): string {
  const runs: [number, number][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run && run[1] === day - 1) run[1] = day;
    else runs.push([day, day]);
  }
  return runs
    .map(([first, last]) =>
      first === last
        ? weekdayName(first, language)
        : `${weekdayName(first, language)}–${weekdayName(last, language)}`,
    )
    .join(language === "en" ? ", " : "、");
}

function Side({ paint }: { paint: Paint | null }) {
  const speech = useWords();
  const title = useFlowTitle();
  if (!paint) return <>–</>;
  return (
    <>
      <strong>{sayState(paint, speech)}</strong> {title(paint.flow)}
      <small>{sayRule(paint, speech)}</small>
    </>
  );
}
