/** The schedules and holiday calendars of the workspace, and the question what answers at a moment. */

import { Button } from "@mantine/core";
import { CalendarClock, CalendarDays, Plus } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { scheduleApi, type CalendarRow, type ScheduleRow } from "../api/schedules";
import { live } from "../api/socket";
import { Frame } from "../shell/Frame";
import { tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { AskBox } from "./AskBox";
import { NewCountry } from "./CountryDialog";
import { NewSchedule } from "./NewSchedule";

export function SchedulesHome() {
  const { t } = useWords();
  const [rows, setRows] = useState<ScheduleRow[] | null>(null);
  const [calendars, setCalendars] = useState<CalendarRow[]>([]);
  const [creating, setCreating] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const read = useCallback(() => {
    scheduleApi.list().then(setRows).catch(tellError);
    scheduleApi.calendars().then(setCalendars).catch(tellError);
  }, []);
  useEffect(() => {
    read();
    return live.listen("schedules", read);
  }, [read]);
  return (
    <Frame page="schedules">
      <main className="home-page wide">
        <div className="home-columns">
          <div>
            <div className="home-head">
              <h1>{t("schedules.title")}</h1>
              <span className="grow" />
              <Button leftSection={<Plus size={14} />} onClick={() => setCreating(true)}>
                {t("schedules.new")}
              </Button>
            </div>
            {rows?.length === 0 && (
              <div className="home-empty">
                <CalendarClock size={32} aria-hidden />
                <p>{t("schedules.empty")}</p>
              </div>
            )}
            <ul className="flow-rows">
              {rows?.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </ul>
            <div className="home-head next-head">
              <h2>{t("calendars.title")}</h2>
              <span className="grow" />
              <Button variant="default" leftSection={<Plus size={14} />} onClick={() => setChoosing(true)}>
                {t("country.new")}
              </Button>
            </div>
            <ul className="flow-rows">
              {calendars.map((row) => (
                <CalendarLine key={row.id} row={row} />
              ))}
            </ul>
          </div>
          <AskBox schedules={rows ?? []} />
        </div>
      </main>
      <NewSchedule
        opened={creating}
        taken={rows?.map((row) => row.id) ?? []}
        onClose={() => setCreating(false)}
      />
      {choosing && <NewCountry taken={calendars.map((row) => row.id)} onClose={() => setChoosing(false)} />}
    </Frame>
  );
}

function Row({ row }: { row: ScheduleRow }) {
  const { t, say } = useWords();
  return (
    <li>
      <a className="flow-row" href={`#/schedules/${encodeURIComponent(row.id)}`}>
        <span className="flow-name">
          <strong>{say(row.title) || row.id}</strong>
          <small>
            {row.hotlines.length
              ? t("schedules.answers", { numbers: row.hotlines.join(", ") })
              : t("schedules.unused")}
          </small>
        </span>
        <span className="flow-marks">
          {row.errors > 0 && <span className="mark mark-error">{t("home.errors", { n: row.errors })}</span>}
          {row.warnings > 0 && (
            <span className="mark mark-warning">{t("home.warnings", { n: row.warnings })}</span>
          )}
          {row.published && row.changed && <span className="mark">{t("home.changed")}</span>}
          {row.published ? (
            <span className="mark mark-good">{t("home.live", { n: row.published.version })}</span>
          ) : (
            <span className="mark">{t("home.draft")}</span>
          )}
        </span>
      </a>
    </li>
  );
}

function CalendarLine({ row }: { row: CalendarRow }) {
  const { t, say } = useWords();
  return (
    <li>
      <a className="flow-row" href={`#/calendars/${encodeURIComponent(row.id)}`}>
        <span className="flow-name with-icon">
          <CalendarDays size={16} aria-hidden />
          <strong>{say(row.title) || row.id}</strong>
        </span>
        <span className="flow-marks">
          {row.years.map(({ year, status }) => (
            <span key={year} className={`mark ${status === "official" ? "mark-good" : "mark-warning"}`}>
              {year} {t(`calendar.${status}`)}
            </span>
          ))}
        </span>
      </a>
    </li>
  );
}
