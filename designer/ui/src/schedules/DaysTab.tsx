/** Holidays by name, make-up workdays, and exceptions on single dates. */

import { Button, MultiSelect, Select, Switch } from "@mantine/core";
import { CalendarDays, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { scheduleApi } from "../api/schedules";
import { isObject, type Json } from "../model/document";
import { tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { holidayNames } from "./calendarYear";
import { today, weekdayName } from "./dates";
import { change, useDraftDocument } from "./draft";
import { addRule, freshName, rulesOf, setAt, textOf, valueAt } from "./edits";
import { Box } from "./fields";
import { FileEmergencies } from "./FileEmergencies";
import { DatesField, RuleCard } from "./RuleCard";
import { DAYS, daysNamed } from "./week";

export function DaysTab() {
  return (
    <div className="two-halves">
      <div className="column">
        <Holidays />
        <Makeup />
      </div>
      <div className="column">
        <Exceptions />
        <FileEmergencies />
      </div>
    </div>
  );
}

function useHolidayNames(calendar: string): string[] {
  const [names, setNames] = useState<string[]>([]);
  useEffect(() => {
    if (!calendar) return setNames([]);
    scheduleApi
      .open("calendars", calendar)
      .then((file) => setNames(holidayNames(file.document)))
      .catch(tellError);
    return undefined;
  }, [calendar]);
  return names;
}

const listOf = (value: Json | undefined): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string");

function Holidays() {
  const { t } = useWords();
  const document = useDraftDocument();
  const calendar = textOf(document["calendar"]);
  const names = useHolidayNames(calendar);
  const rules = rulesOf(document, "holidays");
  return (
    <Box
      title={t("holidays.title")}
      tools={
        <>
          {calendar && (
            <Button
              component="a"
              href={`#/calendars/${encodeURIComponent(calendar)}`}
              variant="subtle"
              size="compact-sm"
              leftSection={<CalendarDays size={14} />}
            >
              {t("holidays.calendar")}
            </Button>
          )}
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<Plus size={12} />}
            onClick={() =>
              change(
                addRule("holidays", {
                  id: freshName(document, "holidays", t("holidays.new")),
                  match: [],
                  hours: [],
                }),
              )
            }
          >
            {t("holidays.add")}
          </Button>
        </>
      }
    >
      <p className="muted">{t("holidays.help")}</p>
      {rules.map((rule, index) =>
        isObject(rule) ? (
          <RuleCard
            key={index}
            list="holidays"
            index={index}
            rule={rule}
            ordered
            last={index === rules.length - 1}
          >
            <MultiSelect
              size="xs"
              label={t("holidays.match")}
              placeholder={listOf(rule["match"]).length ? "" : t("holidays.every")}
              data={[...new Set([...names, ...listOf(rule["match"])])]}
              value={listOf(rule["match"])}
              onChange={(match) => change(setAt(["holidays", index, "match"], match))}
            />
            <Switch
              label={t("holidays.cut")}
              checked={rule["carry"] === "cut"}
              onChange={(event) =>
                change(setAt(["holidays", index, "carry"], event.currentTarget.checked ? "cut" : undefined))
              }
            />
          </RuleCard>
        ) : null,
      )}
    </Box>
  );
}

function Makeup() {
  const { t, language } = useWords();
  const document = useDraftDocument();
  const like = daysNamed(textOf(valueAt(document, ["makeup", "like"])) || "mon")[0] ?? 0;
  return (
    <Box title={t("makeup.title")}>
      <div className="stack">
        <p className="muted">{t("makeup.help")}</p>
        <Select
          label={t("makeup.like")}
          allowDeselect={false}
          data={DAYS.map((value, day) => ({ value, label: weekdayName(day, language, "long") }))}
          value={DAYS[like] ?? "mon"}
          onChange={(day) => change(setAt(["makeup", "like"], day ?? "mon"))}
        />
      </div>
    </Box>
  );
}

function Exceptions() {
  const { t } = useWords();
  const document = useDraftDocument();
  const rules = rulesOf(document, "exceptions");
  return (
    <Box
      title={t("exceptions.title")}
      tools={
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<Plus size={12} />}
          onClick={() =>
            change(
              addRule("exceptions", {
                id: freshName(document, "exceptions", t("exceptions.new")),
                dates: [today()],
                hours: [],
              }),
            )
          }
        >
          {t("exceptions.add")}
        </Button>
      }
    >
      <p className="muted">{t("exceptions.help")}</p>
      {rules.map((rule, index) =>
        isObject(rule) ? (
          <RuleCard key={index} list="exceptions" index={index} rule={rule}>
            <DatesField
              dates={listOf(rule["dates"])}
              onChange={(dates) => change(setAt(["exceptions", index, "dates"], dates))}
            />
          </RuleCard>
        ) : null,
      )}
    </Box>
  );
}
