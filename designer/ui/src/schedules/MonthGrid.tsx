/** Months of days as small squares; one of them has the keyboard, arrows walk through all months. */

import { memo, useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { useCallbackRef } from "@mantine/hooks";
import { useWords } from "../words/words";
import { addDays, monthAfter, sayDate, today, weekdayName, weeksOf } from "./dates";

/** How a day looks. */
export interface DayLook {
  className: string;
  /** One letter at the corner, such as 休. */
  mark: string;
  /** Said by screen readers, after the date. */
  label: string;
  inside?: ReactNode;
}

interface Props {
  /** The first days of the months to show, in order. */
  months: readonly string[];
  look: (day: string) => DayLook | null;
  current: string;
  onCurrent: (day: string) => void;
  onPick: (day: string) => void;
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export function MonthGrid({ months, look, current, onCurrent, onPick }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) box.current?.querySelector<HTMLElement>(`[data-day="${current}"]`)?.focus();
    moved.current = false;
  }, [current]);
  const walk = useCallbackRef((event: KeyboardEvent): void => {
    const month = { PageUp: -1, PageDown: 1 }[event.key];
    const by = STEPS[event.key];
    if (by === undefined && month === undefined) return;
    event.preventDefault();
    const next = month === undefined ? addDays(current, by ?? 0) : monthAfter(current, month);
    const last = monthAfter(months.at(-1) ?? current, 1);
    if (next < (months[0] ?? "") || next >= last) return;
    moved.current = true;
    onCurrent(next);
  });
  return (
    <div className="months" ref={box}>
      {months.map((month) => (
        <Month
          key={month}
          month={month}
          look={look}
          current={current.startsWith(month.slice(0, 7)) ? current : ""}
          onCurrent={onCurrent}
          onPick={onPick}
          onWalk={walk}
        />
      ))}
    </div>
  );
}

type MonthProps = Omit<Props, "months"> & { month: string; onWalk: (event: KeyboardEvent) => void };

const Month = memo(function Month({ month, look, current, onCurrent, onPick, onWalk }: MonthProps) {
  const { language } = useWords();
  return (
    <section className="month" aria-label={sayDate(month, language, { year: "numeric", month: "long" })}>
      <h3>{sayDate(month, language, { year: "numeric", month: "long" })}</h3>
      <div className="month-days">
        {[0, 1, 2, 3, 4, 5, 6].map((day) => (
          <span key={day} className="month-weekday" aria-hidden>
            {weekdayName(day, language, "narrow")}
          </span>
        ))}
        {weeksOf(month).flatMap((week, row) =>
          week.map((day, column) =>
            day ? (
              <Day
                key={day}
                day={day}
                look={look(day)}
                isCurrent={day === current}
                onCurrent={onCurrent}
                onPick={onPick}
                onWalk={onWalk}
              />
            ) : (
              <span key={`${row}-${column}`} />
            ),
          ),
        )}
      </div>
    </section>
  );
});

interface DayProps {
  day: string;
  look: DayLook | null;
  isCurrent: boolean;
  onCurrent: (day: string) => void;
  onPick: (day: string) => void;
  onWalk: (event: KeyboardEvent) => void;
}

function Day({ day, look, isCurrent, onCurrent, onPick, onWalk }: DayProps) {
  const { t, language } = useWords();
  const isToday = day === today();
  const name = sayDate(day, language, { weekday: "long", month: "long", day: "numeric" });
  return (
    <button
      type="button"
      data-day={day}
      className={`day ${look?.className ?? "day-unknown"} ${isToday ? "day-today" : ""} ${isCurrent ? "day-current" : ""}`}
      tabIndex={isCurrent ? 0 : -1}
      aria-current={isToday ? "date" : undefined}
      onMouseEnter={() => onCurrent(day)}
      onFocus={() => onCurrent(day)}
      onClick={() => onPick(day)}
      onKeyDown={onWalk}
    >
      <span className="sr-only">
        {`${name}${isToday ? `, ${t("year.today")}` : ""}, ${look?.label ?? t("year.unknown")}`}
      </span>
      <span aria-hidden>
        <span className="day-number">{Number(day.slice(8))}</span>
        {look?.mark && <span className="day-mark">{look.mark}</span>}
        {look?.inside}
      </span>
    </button>
  );
}
