/** A holiday calendar: its years, the days of one year to click, and the State Council's notice to paste. */

import { Autocomplete, Button, SegmentedControl, Switch } from "@mantine/core";
import { ClipboardPaste, Globe } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { scheduleApi } from "../api/schedules";
import { tellError } from "../shell/notices";
import { useWords, type Speech } from "../words/words";
import { holidayNames, kindOf, readYear, setDay, yearsOf, type DayKind, type YearDays } from "./calendarYear";
import { TakeCountry } from "./CountryDialog";
import { today, weekdayOf } from "./dates";
import { change, useDraft, useDraftDocument } from "./draft";
import { setAt, textOf, valueAt } from "./edits";
import { Box } from "./fields";
import { MonthGrid, type DayLook } from "./MonthGrid";
import { NoticeDialog } from "./NoticeDialog";
import { DraftPage } from "./SchedulePage";

export function CalendarPage({ id }: { id: string }) {
  return (
    <DraftPage kind="calendars" id={id}>
      <main className="schedule-page">
        <Years />
      </main>
    </DraftPage>
  );
}

type Brush = DayKind["kind"];

function Years() {
  const { t } = useWords();
  const document = useDraftDocument();
  const revision = useDraft((draft) => draft.revision);
  const years = yearsOf(document);
  const newest = years.at(-1) ?? today().slice(0, 4);
  const [year, setYear] = useState(today().slice(0, 4));
  const [pasting, setPasting] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const shown = years.includes(year) ? year : newest;
  const add = (): void => {
    const next = String(Number(newest) + 1);
    change(setAt(["years", next], { status: "provisional", off: {}, work: [] }));
    setYear(next);
  };
  return (
    <Box
      title={t("calendar.days")}
      tools={
        <>
          <SegmentedControl
            size="xs"
            aria-label={t("calendar.years")}
            data={years}
            value={shown}
            onChange={setYear}
          />
          <Button variant="default" onClick={add}>
            {t("calendar.add", { year: Number(newest) + 1 })}
          </Button>
          <Button variant="default" leftSection={<Globe size={14} />} onClick={() => setChoosing(true)}>
            {t("country.open")}
          </Button>
          <Button leftSection={<ClipboardPaste size={14} />} onClick={() => setPasting(true)}>
            {t("notice.paste")}
          </Button>
        </>
      }
    >
      <YearDaysGrid key={shown} year={shown} />
      <UsedBy key={revision} />
      {choosing && <TakeCountry onClose={() => setChoosing(false)} onTaken={setYear} />}
      {pasting && <NoticeDialog onClose={() => setPasting(false)} onTaken={setYear} />}
    </Box>
  );
}

function YearDaysGrid({ year }: { year: string }) {
  const speech = useWords();
  const { t } = speech;
  const document = useDraftDocument();
  const [current, setCurrent] = useState(today().startsWith(year) ? today() : `${year}-01-01`);
  const [brush, setBrush] = useState<Brush>("off");
  const names = holidayNames(document);
  const [name, setName] = useState(names[0] ?? "");
  const official = textOf(valueAt(document, ["years", year, "status"])) === "official";
  const source = textOf(valueAt(document, ["years", year, "source"]));
  const days = useMemo(() => readYear(document, year), [document, year]);
  const look = useCallback((day: string) => lookOf(day, days, speech), [days, speech]);
  const paint = (day: string): void => {
    const to: DayKind =
      brush === "off" ? { kind: "off", name: name.trim() || t("calendar.holiday") } : { kind: brush };
    change(setDay(year, day, to));
  };
  return (
    <>
      <div className="brushes">
        <SegmentedControl
          size="xs"
          aria-label={t("calendar.brush")}
          data={(["off", "work", "normal"] as const).map((value) => ({
            value,
            label: t(`calendar.${value}`),
          }))}
          value={brush}
          onChange={(next) => setBrush(next as Brush)}
        />
        {brush === "off" && (
          <Autocomplete
            aria-label={t("calendar.name")}
            data={names}
            value={name}
            maxLength={20}
            onChange={setName}
          />
        )}
        <span className="muted">{t("calendar.help")}</span>
        <span className="grow" />
        <Switch
          label={t(official ? "calendar.isOfficial" : "calendar.isProvisional")}
          checked={official}
          onChange={(event) =>
            change(setAt(["years", year, "status"], event.currentTarget.checked ? "official" : "provisional"))
          }
        />
      </div>
      <MonthGrid
        months={Array.from({ length: 12 }, (_, n) => `${year}-${String(n + 1).padStart(2, "0")}-01`)}
        look={look}
        current={current}
        onCurrent={setCurrent}
        onPick={paint}
      />
      <p className="muted">
        {t("calendar.count", { off: days.off.size, work: days.work.size })}
        {source && ` · ${t("country.source", { source })}`}
      </p>
    </>
  );
}

function lookOf(day: string, days: YearDays, { t }: Speech): DayLook {
  const kind = kindOf(days, day);
  if (kind.kind === "off")
    return {
      className: "tone-holiday",
      mark: t("mark.off"),
      label: kind.name,
      inside: <Named name={kind.name} />,
    };
  if (kind.kind === "work")
    return { className: "tone-makeup", mark: t("mark.work"), label: t("tone.makeup") };
  const weekend = weekdayOf(day) > 4;
  return {
    className: weekend ? "tone-closed" : "tone-plain",
    mark: "",
    label: t(weekend ? "calendar.weekend" : "calendar.normal"),
  };
}

/** Two characters of a Chinese name say enough; of other names as much is shown as fits. */
function Named({ name }: { name: string }) {
  return (
    <span className="day-name" title={name}>
      {/\p{Script=Han}/u.test(name) ? name.slice(0, 2) : name}
    </span>
  );
}

/** The schedules that follow this calendar: they take it over when they are published. */
function UsedBy() {
  const { t } = useWords();
  const id = useDraft((draft) => draft.id);
  const [used, setUsed] = useState<string[]>([]);
  useEffect(() => {
    scheduleApi
      .calendars()
      .then((rows) => setUsed(rows.find((row) => row.id === id)?.used_by ?? []))
      .catch(tellError);
  }, [id]);
  if (used.length === 0) return null;
  return (
    <p className="used-by">
      {t("calendar.usedBy")}{" "}
      {used.map((one) => (
        <a key={one} href={`#/schedules/${encodeURIComponent(one)}/publish`}>
          {t("calendar.publish", { name: one })}
        </a>
      ))}
    </p>
  );
}
