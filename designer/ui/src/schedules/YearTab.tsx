/** Twelve months coloured by what answers, each day explained when it is pointed at or has the keyboard. */

import { Button } from "@mantine/core";
import { CalendarX2, ChevronLeft, ChevronRight } from "lucide-react";
import { useCallback, useState } from "react";
import type { PreviewDay } from "../api/schedules";
import { Tool } from "../editor/TopBar";
import { goTo } from "../shell/route";
import { useWords, type Speech } from "../words/words";
import { AskBox } from "./AskBox";
import { addDays, FULL, monthAfter, sayDate, today } from "./dates";
import { change, useDraft, useDraftDocument } from "./draft";
import { addRule, textOf, valueAt } from "./edits";
import { Box, useFlowTitle } from "./fields";
import { MonthGrid, type DayLook } from "./MonthGrid";
import { sayPlan, sayRule, saySpan, sayState } from "./say";
import { usePreview } from "./usePreview";
import { daysNamed } from "./week";
import { cellOf } from "./yearCells";

const NO_SCHEDULES: [] = [];

export function YearTab() {
  const speech = useWords();
  const { t } = speech;
  const id = useDraft((draft) => draft.id);
  const [start, setStart] = useState(monthAfter(today(), 0));
  const [current, setCurrent] = useState(today());
  const [asked, setAsked] = useState("");
  const months = Array.from({ length: 12 }, (_, n) => monthAfter(start, n));
  const { days, failed } = usePreview(start, addDays(monthAfter(start, 12), -1));
  const look = useCallback((day: string) => lookOf(days.get(day), speech), [days, speech]);
  const pick = useCallback((one: string) => setAsked(`${one}T10:00`), []);
  const day = days.get(current);
  const turn = (by: number): void => {
    setStart(monthAfter(start, by));
    setCurrent(monthAfter(current, by));
  };
  return (
    <div className="two-columns">
      <Box
        title={t("year.title")}
        tools={
          <>
            <Tool label={t("year.back")} onClick={() => turn(-3)}>
              <ChevronLeft size={16} />
            </Tool>
            <Tool label={t("year.on")} onClick={() => turn(3)}>
              <ChevronRight size={16} />
            </Tool>
          </>
        }
      >
        <Legend />
        {failed && <p className="complaint">✕ {t("year.failed")}</p>}
        <MonthGrid months={months} look={look} current={current} onCurrent={setCurrent} onPick={pick} />
      </Box>
      <div className="column sticky">
        {day && <DayCard day={day} />}
        <AskBox schedules={NO_SCHEDULES} only={id} at={asked} />
      </div>
    </div>
  );
}

/** Return what a day is said to be, without its date. */
function sayDay(day: PreviewDay, { t }: Speech): string {
  const cell = cellOf(day);
  return [
    t(`tone.${cell.tone}`),
    day.name ?? "",
    day.closed ? t("state.closed") : t("state.open"),
    cell.promotion ? t("layer.promotion") : "",
  ]
    .filter(Boolean)
    .join(", ");
}

function lookOf(day: PreviewDay | undefined, speech: Speech): DayLook | null {
  if (!day) return null;
  const cell = cellOf(day);
  return {
    className: `tone-${cell.tone}`,
    mark: cell.mark ? speech.t(`mark.${cell.mark}`) : cell.tone === "exception" ? "◆" : "",
    label: sayDay(day, speech),
    inside: (
      <>
        {cell.promotion && (
          <span className="day-star" aria-hidden>
            ★
          </span>
        )}
        <span className="day-bar" aria-hidden>
          {cell.parts.map((part, index) => (
            <span
              key={index}
              className={`part-${part.kind}`}
              style={{ left: `${part.left}%`, width: `${part.width}%` }}
            />
          ))}
        </span>
      </>
    ),
  };
}

const TONES = ["open", "closed", "holiday", "makeup", "exception", "period"] as const;

function Legend() {
  const { t } = useWords();
  return (
    <ul className="legend" aria-label={t("year.legend")}>
      {TONES.map((tone) => (
        <li key={tone}>
          <span className={`swatch tone-${tone}`} aria-hidden>
            {tone === "holiday"
              ? t("mark.off")
              : tone === "makeup"
                ? t("mark.work")
                : tone === "exception"
                  ? "◆"
                  : ""}
          </span>
          {t(`tone.${tone}`)}
        </li>
      ))}
      <li>
        <span className="swatch swatch-star" aria-hidden>
          ★
        </span>
        {t("layer.promotion")}
      </li>
      <li>
        <span className="swatch day-today" aria-hidden />
        {t("year.today")}
      </li>
    </ul>
  );
}

function DayCard({ day }: { day: PreviewDay }) {
  const speech = useWords();
  const { t, language } = speech;
  const document = useDraftDocument();
  const id = useDraft((draft) => draft.id);
  const title = useFlowTitle();
  const like = daysNamed(textOf(valueAt(document, ["makeup", "like"])) || "mon")[0] ?? 0;
  const except = (): void => {
    change(addRule("exceptions", { id: day.date, dates: [day.date], hours: [] }));
    goTo(`#/schedules/${encodeURIComponent(id)}/days`);
  };
  return (
    <Box title={sayDate(day.date, language, FULL)}>
      <p>{sayPlan(day, like, speech)}</p>
      <ul className="segments">
        {day.segments.map((segment) => (
          <li key={segment.from} className={`segment segment-${segment.layer} segment-${segment.state}`}>
            <time>{saySpan(segment, day.date)}</time>
            <span>
              <strong>{sayState(segment, speech)}</strong> {title(segment.flow)}
              <small>{sayRule(segment, speech)}</small>
            </span>
          </li>
        ))}
      </ul>
      {day.layer !== "exception" && (
        <Button variant="default" className="start" leftSection={<CalendarX2 size={14} />} onClick={except}>
          {t("year.except")}
        </Button>
      )}
    </Box>
  );
}
