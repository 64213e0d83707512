/** What answers, and why, in the words of the screen. */

import type { Layer, Paint, PreviewDay, Segment } from "../api/schedules";
import type { Speech } from "../words/words";
import { sayMoment, wallDate, wallTime, weekdayName } from "./dates";
import { planOf } from "./yearCells";

/** Return what people call a rule: its own name, or that of its layer where it has none. */
export function sayRule({ layer, rule }: { layer: Layer; rule: string }, { t }: Speech): string {
  const nameless =
    layer === "weekly" || layer === "default" || layer === "makeup" || /^emergency \d+$/.test(rule);
  const own = nameless ? "" : rule;
  return own ? t("rule.named", { layer: t(`layer.${layer}`), rule: own }) : t(`layer.${layer}`);
}

export function sayState(paint: Pick<Paint, "state" | "layer">, { t }: Speech): string {
  return t(`state.${paint.state}`);
}

/** Return when a segment of a day begins and ends on the wall. */
export function saySpan(segment: Pick<Segment, "from" | "to">, day: string): string {
  const start = wallDate(segment.from) < day ? "00:00" : wallTime(segment.from);
  const end = wallDate(segment.to) > day ? "24:00" : wallTime(segment.to);
  return `${start}–${end}`;
}

/** Return until when something answers; the moment is on the wall, null when no change is in sight. */
export function sayUntil(until: string | null, { t, language }: Speech): string {
  return until ? t("ask.until", { when: sayMoment(until, language) }) : t("ask.noChange");
}

/** Return when a line that is not open opens next, on the wall. */
export function sayOpens(opens: string, { t, language }: Speech): string {
  return t("ask.opens", { when: sayMoment(opens, language) });
}

/** Return why a day is as it is. */
export function sayPlan(day: PreviewDay, like: number, { t, language }: Speech): string {
  const plan = planOf(day);
  const rule = day.segments.find((segment) => segment.layer === plan)?.rule ?? day.rule;
  switch (plan) {
    case "holiday":
      return t("why.holiday", { name: day.name ?? rule });
    case "makeup":
      return t("why.makeup", { day: weekdayName(like, language, "long") });
    case "period":
      return t("why.period", { rule });
    case "exception":
      return t("why.exception", { rule });
    default:
      return t("why.weekly");
  }
}
