/** Holidays by name, make-up workdays, and exceptions on single dates. */

import { Button, MultiSelect, Select, Switch } from "@mantine/core";
import { CalendarDays, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { scheduleApi } from "../api/schedules";
import { isObject, type Json, type JsonObject } from "../model/document";
import { tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { holidayNames } from "./calendarYear";
import { today, weekdayName } from "./dates";
import { change, useDraftDocument } from "./draft";
import { addRule, freshName, rulesOf, setAt, textOf, valueAt } from "./edits";
import { Box, DateField } from "./fields";
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

/** Write the usual weekday of make-up workdays, and the dates that follow another one. */
function writeMakeup(day: string, others: [string, Json][]): void {
  change(setAt(["makeup"], { like: day, ...Object.fromEntries(others) }));
}

function Makeup() {
  const { t, language } = useWords();
  const document = useDraftDocument();
  const makeup = document["makeup"];
  const usual = textOf(makeup) || textOf(valueAt(makeup, ["like"])) || "mon";
  const like = daysNamed(usual)[0] ?? 0;
  const dates: JsonObject = isObject(makeup) ? makeup : {};
  const others = Object.entries(dates).filter(([date]) => date !== "like");
  return (
    <Box title={t("makeup.title")}>
      <div className="stack">
        <p className="muted">{t("makeup.help")}</p>
        <Select
          label={t("makeup.like")}
          allowDeselect={false}
          data={DAYS.map((value, day) => ({ value, label: weekdayName(day, language, "long") }))}
          value={DAYS[like] ?? "mon"}
          onChange={(day) => writeMakeup(day ?? "mon", others)}
        />
        {others.map(([date, value], index) => (
          <div key={index} className="hours-row">
            <DateField
              label={t("makeup.date")}
              value={date}
              onChange={(day) => writeMakeup(usual, others.with(index, [day, value]))}
            />
            <Select
              label={t("makeup.likeThen")}
              allowDeselect={false}
              data={DAYS.map((day, number) => ({ value: day, label: weekdayName(number, language, "long") }))}
              value={textOf(value) || textOf(valueAt(value, ["like"])) || "mon"}
              onChange={(day) => writeMakeup(usual, others.with(index, [date, day ?? "mon"]))}
            />
            <Button variant="default" onClick={() => writeMakeup(usual, others.toSpliced(index, 1))}>
              {t("form.remove")}
            </Button>
          </div>
        ))}
        <Button
          variant="default"
          className="start"
          leftSection={<Plus size={14} />}
          disabled={today() in dates}
          onClick={() => writeMakeup(usual, [...others, [today(), "fri"]])}
        >
          {t("makeup.add")}
        </Button>
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
