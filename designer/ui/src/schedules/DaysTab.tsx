/** Holidays by name, make-up workdays, and exceptions on single dates. */

import { Button, MultiSelect, Select, Switch } from "@mantine/core";
import { ArrowDown, ArrowUp, CalendarDays, Plus, Trash2, X } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { scheduleApi } from "../api/schedules";
import { Tool } from "../editor/TopBar";
import { CommitInput } from "../form/CommitInput";
import { isObject, type Json, type JsonObject } from "../model/document";
import { tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { holidayNames } from "./calendarYear";
import { today, weekdayName } from "./dates";
import { change, useDraftDocument } from "./draft";
import { addRule, freshName, moveRule, removeRule, rulesOf, setAt, setKeys, textOf, valueAt } from "./edits";
import { Box, DateField, FlowSelect, HoursField } from "./fields";
import { readHours, writeHours } from "./spans";
import { DAYS, daysNamed } from "./week";

export function DaysTab() {
  return (
    <div className="two-halves">
      <div className="column">
        <Holidays />
        <Makeup />
      </div>
      <Exceptions />
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

interface CardProps {
  list: "holidays" | "exceptions";
  index: number;
  rule: JsonObject;
  ordered?: boolean;
  last?: boolean;
  children: ReactNode;
}

/** One rule: its name, its days, its hours, and which flow answers outside them. */
function RuleCard({ list, index, rule, ordered = false, last = false, children }: CardProps) {
  const { t } = useWords();
  const set = (key: string, value: Json | undefined): void =>
    change(setKeys([list, index], { [key]: value }));
  return (
    <article className="rule" data-rule={`${list}/${index}`} aria-label={textOf(rule["id"])}>
      <div className="rule-head">
        <CommitInput
          label={t("rule.name")}
          value={textOf(rule["id"])}
          onCommit={(id) => id && set("id", id)}
        />
        {ordered && (
          <>
            <Tool
              label={t("form.up")}
              disabled={index === 0}
              onClick={() => change(moveRule(list, index, -1))}
            >
              <ArrowUp size={14} />
            </Tool>
            <Tool label={t("form.down")} disabled={last} onClick={() => change(moveRule(list, index, 1))}>
              <ArrowDown size={14} />
            </Tool>
          </>
        )}
        <Tool label={t("form.remove")} onClick={() => change(removeRule(list, index))}>
          <Trash2 size={14} />
        </Tool>
      </div>
      {children}
      <HoursField
        label={t("rule.hours")}
        none={t("rule.closedAllDay")}
        spans={readHours(rule["hours"])}
        onChange={(spans) => set("hours", writeHours(spans))}
      />
      <FlowSelect
        label={t("rule.closedFlow")}
        none={t(list === "holidays" ? "rule.usualHoliday" : "rule.usualClosed")}
        value={textOf(rule["closed_flow"])}
        onChange={(flow) => set("closed_flow", flow || undefined)}
      />
    </article>
  );
}

/** Dates and ranges of dates, each as a pair of fields. */
function DatesField({ dates, onChange }: { dates: string[]; onChange: (dates: string[]) => void }) {
  const { t } = useWords();
  const set = (index: number, first: string, last: string): void => {
    if (!first || !last) return;
    const [from, to] = first <= last ? [first, last] : [last, first];
    onChange(dates.toSpliced(index, 1, from === to ? from : `${from}..${to}`));
  };
  return (
    <div className="field">
      {dates.map((text, index) => {
        const [first = "", last = first] = text.split("..");
        return (
          <div key={index} className="date-pair with-tool">
            <DateField
              label={t("rule.from")}
              value={first}
              onChange={(day) => set(index, day, last < day ? day : last)}
            />
            <DateField label={t("rule.to")} value={last} onChange={(day) => set(index, first, day)} />
            {dates.length > 1 && (
              <Tool label={t("form.remove")} onClick={() => onChange(dates.toSpliced(index, 1))}>
                <X size={14} />
              </Tool>
            )}
          </div>
        );
      })}
      <Button
        variant="default"
        size="compact-xs"
        className="start"
        leftSection={<Plus size={12} />}
        onClick={() => onChange([...dates, today()])}
      >
        {t("exceptions.addDate")}
      </Button>
    </div>
  );
}
