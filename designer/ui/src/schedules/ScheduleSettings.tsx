/** Which flow answers when, in which time zone, by which holidays. */

import { Autocomplete, Select } from "@mantine/core";
import { useEffect, useState } from "react";
import { scheduleApi, type CalendarRow } from "../api/schedules";
import { CommitInput } from "../form/CommitInput";
import { titleIn } from "../model/document";
import { retitled } from "../model/settings";
import { tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { change, useDraftDocument } from "./draft";
import { setAt, textOf, valueAt } from "./edits";
import { Box, FlowSelect } from "./fields";

const ZONES = [
  "Asia/Shanghai",
  "Asia/Hong_Kong",
  "Asia/Taipei",
  "Asia/Singapore",
  "Asia/Tokyo",
  "Europe/London",
  "Europe/Berlin",
  "America/New_York",
  "America/Los_Angeles",
  "UTC",
];

function setFlow(name: string, flow: string): void {
  change(setAt(["flows", name], flow || undefined));
}

export function ScheduleSettings() {
  const { t, say, language } = useWords();
  const document = useDraftDocument();
  const [calendars, setCalendars] = useState<CalendarRow[]>([]);
  useEffect(() => void scheduleApi.calendars().then(setCalendars).catch(tellError), []);
  const flow = (name: string): string => textOf(valueAt(document, ["flows", name]));
  return (
    <Box title={t("settings.title")}>
      <div className="stack">
        <div className="field">
          <span className="field-label">{t("settings.name")}</span>
          <CommitInput
            label={t("settings.name")}
            value={titleIn(document["title"], language)}
            onCommit={(text) =>
              change(setAt(["title"], retitled(document["title"], language, text, "zh-CN")))
            }
          />
        </div>
        <FlowSelect
          label={t("settings.open")}
          value={flow("open")}
          onChange={(one) => setFlow("open", one)}
        />
        <FlowSelect
          label={t("settings.closed")}
          value={flow("closed")}
          onChange={(one) => setFlow("closed", one)}
        />
        <FlowSelect
          label={t("settings.holiday")}
          none={t("settings.asClosed")}
          value={flow("holiday")}
          onChange={(one) => setFlow("holiday", one)}
        />
        <Select
          label={t("settings.calendar")}
          placeholder={t("flow.none")}
          clearable
          data={calendars.map((row) => ({ value: row.id, label: say(row.title) || row.id }))}
          value={textOf(document["calendar"]) || null}
          onChange={(chosen) => change(setAt(["calendar"], chosen ?? undefined))}
        />
        <Autocomplete
          label={t("settings.zone")}
          data={ZONES}
          value={textOf(document["timezone"])}
          onChange={(zone) => change(setAt(["timezone"], zone))}
        />
      </div>
    </Box>
  );
}
