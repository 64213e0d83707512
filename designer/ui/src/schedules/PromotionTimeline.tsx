/** The timeline itself: months on top, one row for each promotion, bars to drag and to stretch. */

import { ArrowDown, ArrowUp } from "lucide-react";
import { useState, type KeyboardEvent, type PointerEvent } from "react";
import { Tool } from "../editor/TopBar";
import { useWords } from "../words/words";
import { addDays, monthAfter, sayDate, SHORT, today } from "./dates";
import { change } from "./draft";
import { setKeys, textOf } from "./edits";
import { useFlowTitle } from "./fields";
import {
  barsOf,
  boundsOf,
  covered,
  daysPulled,
  placeOf,
  pulled,
  type Bar,
  type Grip,
  type Row,
  type View,
} from "./timeline";

interface Props {
  rows: readonly Row[];
  view: View;
  /** The days of each promotion, by its name. */
  days: Record<string, string[]>;
  chosen: number | null;
  onChoose: (index: number) => void;
  onStrengthen: (place: number, by: -1 | 1) => void;
}

export function PromotionTimeline({ rows, view, days, chosen, onChoose, onStrengthen }: Props) {
  const { t } = useWords();
  const bars = rows.map(({ rule }) => barsOf(rule, view, days[textOf(rule["id"])] ?? []));
  return (
    <div className="timeline">
      <Months view={view} />
      {rows.map((row, place) => (
        <div key={row.index} className={`timeline-row ${row.index === chosen ? "row-chosen" : ""}`}>
          <button
            type="button"
            className="timeline-name"
            aria-pressed={row.index === chosen}
            onClick={() => onChoose(row.index)}
          >
            <strong>{textOf(row.rule["id"]) || t("promo.nameless")}</strong>
            <FlowName id={textOf(row.rule["flow"])} />
          </button>
          <div className="timeline-tools">
            <Tool label={t("promo.stronger")} disabled={place === 0} onClick={() => onStrengthen(place, -1)}>
              <ArrowUp size={12} />
            </Tool>
            <Tool
              label={t("promo.weaker")}
              disabled={place === rows.length - 1}
              onClick={() => onStrengthen(place, 1)}
            >
              <ArrowDown size={12} />
            </Tool>
          </div>
          <div className="timeline-track">
            <TodayLine view={view} />
            {(bars[place] ?? []).map((bar, index) => (
              <BarOf
                key={index}
                row={row}
                bar={bar}
                view={view}
                stronger={bars.slice(0, place).flat()}
                chosen={row.index === chosen}
                onChoose={() => onChoose(row.index)}
              />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

function FlowName({ id }: { id: string }) {
  const title = useFlowTitle();
  return <small>{title(id)}</small>;
}

function Months({ view }: { view: View }) {
  const { language } = useWords();
  const months: string[] = [];
  for (let month = monthAfter(view.first, 0); month <= view.last; month = monthAfter(month, 1))
    months.push(month);
  return (
    <div className="timeline-months" aria-hidden>
      {months.map((month) => {
        const place = placeOf({ first: month, last: addDays(monthAfter(month, 1), -1) }, view);
        return (
          place && (
            <span key={month} style={{ left: `${place.left}%`, width: `${place.width}%` }}>
              {sayDate(month, language, {
                month: "short",
                ...(month.endsWith("01-01") ? { year: "numeric" } : {}),
              })}
            </span>
          )
        );
      })}
    </div>
  );
}

function TodayLine({ view }: { view: View }) {
  const { t } = useWords();
  const place = placeOf({ first: today(), last: today() }, view);
  return place && <span className="today-line" style={{ left: `${place.left}%` }} title={t("year.today")} />;
}

interface BarProps {
  row: Row;
  bar: Bar;
  view: View;
  stronger: readonly Bar[];
  chosen: boolean;
  onChoose: () => void;
}

interface Drag {
  grip: Grip;
  from: number;
  days: number;
}

function BarOf({ row, bar, view, stronger, chosen, onChoose }: BarProps) {
  const { t, language } = useWords();
  const [drag, setDrag] = useState<Drag | null>(null);
  const bounds = textOf(row.rule["rrule"]) || textOf(row.rule["lunar"]) ? null : boundsOf(row.rule);
  const now = drag ? pulled(bar, drag.grip, drag.days) : bar;
  const place = placeOf(now, view);
  if (!place) return null;
  const move = (grip: Grip, days: number, merge?: string): void => {
    if (!bounds || days === 0) return;
    const next = pulled(bounds, grip, days);
    change(setKeys(["promotions", row.index], { from: next.first, to: next.last }, merge));
  };
  const grab = (grip: Grip, event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    onChoose();
    if (!bounds) return;
    event.currentTarget.closest("button")?.setPointerCapture(event.pointerId);
    setDrag({ grip, from: event.clientX, days: 0 });
  };
  const onKey = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    move(event.shiftKey ? "end" : event.altKey ? "start" : "move", by, `bar:${row.index}`);
  };
  const dates = `${sayDate(now.first, language, SHORT)} – ${sayDate(now.last, language, SHORT)}`;
  return (
    <button
      type="button"
      className={`bar-promo ${chosen ? "bar-chosen" : ""} ${bounds ? "" : "bar-fixed"}`}
      style={{ left: `${place.left}%`, width: `${place.width}%` }}
      aria-label={`${textOf(row.rule["id"])} ${dates}`}
      title={bounds ? dates : `${dates} · ${t("promo.recurs")}`}
      onClick={onChoose}
      onKeyDown={onKey}
      onPointerDown={(event) => grab("move", event)}
      onPointerMove={(event) => {
        const track = event.currentTarget.closest(".timeline-track");
        if (!drag || !track) return;
        setDrag({ ...drag, days: daysPulled(event.clientX - drag.from, track.clientWidth, view) });
      }}
      onPointerUp={() => {
        if (drag) move(drag.grip, drag.days);
        setDrag(null);
      }}
      onPointerCancel={() => setDrag(null)}
    >
      {bounds && <span className="grip grip-start" onPointerDown={(event) => grab("start", event)} />}
      <span className="bar-text">{dates}</span>
      {bounds && <span className="grip grip-end" onPointerDown={(event) => grab("end", event)} />}
      {covered(now, stronger).map((part) => (
        <Covered key={part.first} part={part} bar={now} />
      ))}
    </button>
  );
}

/** The part of a bar where a stronger promotion answers. */
function Covered({ part, bar }: { part: Bar; bar: Bar }) {
  const { t } = useWords();
  const place = placeOf(part, bar);
  return (
    place && (
      <span
        className="bar-covered"
        style={{ left: `${place.left}%`, width: `${place.width}%` }}
        title={t("promo.covered")}
      />
    )
  );
}
