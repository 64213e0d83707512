/** The week as seven rows of a day each: draw, move and stretch opening hours with the mouse or the keyboard. */

import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useWords } from "../words/words";
import { weekdayName } from "./dates";
import { DayMenu } from "./DayMenu";
import { useFlowTitle } from "./fields";
import { DAY, STEP, clock, snapped, spanText, type Span } from "./spans";
import {
  between,
  changeSpan,
  draw,
  pieceOf,
  pulled,
  removeSpan,
  tailsOf,
  type Grip,
  type Week,
} from "./week";

/** A span of the week that is being looked at. */
export interface Chosen {
  day: number;
  index: number;
}

interface Props {
  week: Week;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen | null) => void;
  /** Changes with the same `merge` that follow closely are one step back. */
  onChange: (week: Week, merge?: string) => void;
}

/** What the pointer is doing: drawing from a place, or pulling a span. */
type Drag =
  | { kind: "draw"; day: number; from: number; to: number }
  | { kind: "pull"; day: number; index: number; grip: Grip; from: number; by: number };

const HOURS = [0, 3, 6, 9, 12, 15, 18, 21, 24] as const;

/** Return the minute of the day at this place of a row; beyond its right edge lies the next day. */
function minuteAt(track: Element, x: number): number {
  const box = track.getBoundingClientRect();
  return box.width ? ((x - box.left) / box.width) * DAY : 0;
}

function indexOf(week: Week, day: number, span: Span): number {
  return (week[day] ?? []).findIndex((one) => one.start <= span.start && one.end >= span.end);
}

export function WeekGrid({ week, chosen, onChoose, onChange }: Props) {
  const { t, language } = useWords();
  const [drag, setDrag] = useState<Drag | null>(null);
  const [cursor, setCursor] = useState<{ day: number; at: number; anchor: number | null }>({
    day: 0,
    at: 540,
    anchor: null,
  });
  const grid = useRef<HTMLDivElement>(null);
  const shown = drag?.kind === "pull" ? preview(week, drag) : week;

  const finish = (next: Week, day: number, span: Span, merge?: string): void => {
    onChange(next, merge);
    onChoose({ day, index: indexOf(next, day, span) });
  };
  const drop = (): void => {
    setDrag(null);
    if (drag?.kind === "draw" && Math.abs(drag.to - drag.from) >= STEP / 2) {
      const span = between(drag.from, drag.to);
      finish(draw(week, drag.day, span), drag.day, span);
    } else if (drag?.kind === "draw") onChoose(null);
    else if (drag && snapped(drag.by) !== 0) pull(drag.day, drag.index, drag.grip, drag.by);
  };
  const pull = (day: number, index: number, grip: Grip, by: number, merge?: string): void => {
    const old = week[day]?.[index];
    if (!old) return;
    const span = pulled(old, grip, by);
    finish(changeSpan(week, day, index, span), day, span, merge);
  };
  const focusTrack = (day: number): void =>
    grid.current?.querySelectorAll<HTMLElement>(".ground")[(day + 7) % 7]?.focus();
  const onTrackKey = (event: KeyboardEvent, day: number): void => {
    const step = event.ctrlKey ? 60 : STEP;
    const by = { ArrowLeft: -step, ArrowRight: step }[event.key];
    if (by) setCursor({ ...cursor, day, at: Math.min(DAY, Math.max(0, cursor.at + by)) });
    else if (event.key === "ArrowDown" || event.key === "ArrowUp")
      focusTrack(day + (event.key === "ArrowDown" ? 1 : -1));
    else if (event.key === "Escape") setCursor({ ...cursor, anchor: null });
    else if (event.key === "Enter" || event.key === " ") mark(day);
    else return;
    event.preventDefault();
  };
  const mark = (day: number): void => {
    if (cursor.anchor === null) return setCursor({ ...cursor, day, anchor: cursor.at });
    setCursor({ ...cursor, anchor: null });
    if (cursor.at === cursor.anchor) return undefined;
    const span = between(cursor.anchor, cursor.at);
    return finish(draw(week, day, span), day, span);
  };
  const onSpanKey = (event: KeyboardEvent, day: number, index: number): void => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (by) pull(day, index, event.shiftKey ? "end" : event.altKey ? "start" : "move", by, `${day}/${index}`);
    else if (event.key === "Delete" || event.key === "Backspace") {
      onChange(removeSpan(week, day, index));
      onChoose(null);
      focusTrack(day);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="week" ref={grid}>
      <div className="week-hours" aria-hidden>
        {HOURS.map((hour) => (
          <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>
            {hour}:00
          </span>
        ))}
      </div>
      {shown.map((spans, day) => (
        <div key={day} className="week-day">
          <span className={`week-name ${day > 4 ? "weekend" : ""}`}>
            {weekdayName(day, language, "short")}
          </span>
          <div className="track">
            <button
              type="button"
              className="ground"
              aria-label={t("week.track", {
                day: weekdayName(day, language, "long"),
                hours: sayHours(spans) || t("week.closed"),
              })}
              aria-describedby="week-keys"
              onFocus={() => setCursor({ ...cursor, day, anchor: null })}
              onKeyDown={(event) => onTrackKey(event, day)}
              onPointerDown={(event) => {
                if (event.button !== 0) return;
                event.currentTarget.setPointerCapture(event.pointerId);
                const at = snapped(minuteAt(event.currentTarget, event.clientX));
                setDrag({ kind: "draw", day, from: at, to: at });
              }}
              onPointerMove={(event) => {
                if (!drag || drag.day !== day) return;
                const at = minuteAt(event.currentTarget, event.clientX);
                setDrag(
                  drag.kind === "draw" ? { ...drag, to: snapped(at) } : { ...drag, by: at - drag.from },
                );
              }}
              onPointerUp={drop}
              onPointerCancel={() => setDrag(null)}
            />
            {tailsOf(shown, day).map(({ span, piece }, index) => (
              <span
                key={`tail${index}`}
                className="tail"
                style={placed(piece)}
                title={t("week.tail", { hours: spanText(span) })}
              />
            ))}
            {spans.map((span, index) => (
              <SpanBar
                key={index}
                span={span}
                day={day}
                chosen={chosen?.day === day && chosen.index === index}
                onChoose={() => onChoose({ day, index })}
                onKey={(event) => onSpanKey(event, day, index)}
                onGrab={(grip, event) => {
                  const track = event.currentTarget.closest(".track")?.querySelector(".ground");
                  if (!track || event.button !== 0) return;
                  event.stopPropagation();
                  track.setPointerCapture(event.pointerId);
                  onChoose({ day, index });
                  setDrag({ kind: "pull", day, index, grip, from: minuteAt(track, event.clientX), by: 0 });
                }}
              />
            ))}
            {drag?.kind === "draw" && drag.day === day && drag.from !== drag.to && (
              <Ghost span={between(drag.from, drag.to)} />
            )}
            {cursor.day === day && <Cursor at={cursor.at} anchor={cursor.anchor} />}
          </div>
          <DayMenu day={day} week={week} onChange={onChange} />
        </div>
      ))}
      <p className="sr-only" aria-live="polite">
        {cursor.anchor === null ? clock(cursor.at) : spanText(between(cursor.anchor, cursor.at))}
      </p>
      <p className="muted week-help" id="week-keys">
        {t("week.help")}
      </p>
    </div>
  );
}

function preview(week: Week, drag: Extract<Drag, { kind: "pull" }>): Week {
  const span = week[drag.day]?.[drag.index];
  if (!span) return week;
  return week.map((spans, day) =>
    day === drag.day ? spans.toSpliced(drag.index, 1, pulled(span, drag.grip, drag.by)) : spans,
  );
}

function placed({ left, width }: { left: number; width: number }): { left: string; width: string } {
  return { left: `${left}%`, width: `${width}%` };
}

function sayHours(spans: readonly Span[]): string {
  return spans.map(spanText).join(", ");
}

interface BarProps {
  span: Span;
  day: number;
  chosen: boolean;
  onChoose: () => void;
  onKey: (event: KeyboardEvent) => void;
  onGrab: (grip: Grip, event: PointerEvent) => void;
}

function SpanBar({ span, day, chosen, onChoose, onKey, onGrab }: BarProps) {
  const { t, language } = useWords();
  const title = useFlowTitle();
  const text = `${clock(span.start)}–${span.end > DAY ? t("week.next", { time: clock(span.end) }) : clock(span.end)}`;
  const flow = span.flow ? title(span.flow) : "";
  return (
    <button
      type="button"
      className={`span ${span.flow ? "span-own" : ""} ${chosen ? "span-chosen" : ""} ${span.end > DAY ? "span-over" : ""}`}
      style={placed(pieceOf(span))}
      aria-pressed={chosen}
      aria-label={`${weekdayName(day, language, "long")} ${text} ${flow}`}
      title={`${text} ${flow}`}
      onFocus={onChoose}
      onKeyDown={onKey}
      onPointerDown={(event) => onGrab("move", event)}
    >
      <span className="grip grip-start" onPointerDown={(event) => onGrab("start", event)} />
      <span className="span-text">{text}</span>
      {flow && <span className="span-text span-flow">{flow}</span>}
      <span className="grip grip-end" onPointerDown={(event) => onGrab("end", event)} />
    </button>
  );
}

function Ghost({ span }: { span: Span }) {
  return (
    <span className="span span-ghost" style={placed(pieceOf(span))}>
      <span className="span-text">{spanText(span)}</span>
    </span>
  );
}

function Cursor({ at, anchor }: { at: number; anchor: number | null }) {
  return (
    <>
      {anchor !== null && anchor !== at && <Ghost span={between(anchor, at)} />}
      <span className="cursor" style={{ left: `${(at / DAY) * 100}%` }}>
        <span>{clock(at)}</span>
      </span>
    </>
  );
}
