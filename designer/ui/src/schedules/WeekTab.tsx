/** Opening hours through the week, seasons with a week of their own, and which flow answers when. */

import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { CommitInput } from "../form/CommitInput";
import { isObject, type Json } from "../model/document";
import { useWords } from "../words/words";
import { weekdayName } from "./dates";
import { change, useDraftDocument } from "./draft";
import {
  addRule,
  freshName,
  removeRule,
  ruleOf,
  rulesOf,
  setAt,
  setKeys,
  setWeek,
  textOf,
  valueAt,
} from "./edits";
import { Box, FlowSelect, SpanFields } from "./fields";
import { ScheduleSettings } from "./ScheduleSettings";
import { WeekGrid, type Chosen } from "./WeekGrid";
import { changeSpan, openMinutes, readWeek, removeSpan } from "./week";

export function WeekTab() {
  const { t } = useWords();
  const document = useDraftDocument();
  const periods = rulesOf(document, "periods");
  const [season, setSeason] = useState(() => ruleOf("periods") ?? -1);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const at = season >= 0 && season < periods.length ? season : -1;
  const path = at < 0 ? ["weekly"] : ["periods", at, "weekly"];
  const week = readWeek(valueAt(document, path), document["day_profiles"]);
  const span = chosen ? week[chosen.day]?.[chosen.index] : undefined;
  const add = (): void => {
    const id = freshName(document, "periods", t("week.newSeason"));
    change(addRule("periods", { id, from: "07-01", to: "08-31", weekly: document["weekly"] ?? {} }));
    setSeason(periods.length);
  };
  const choices = [
    { value: "-1", label: t("week.allYear") },
    ...periods.map((rule, index) => ({ value: String(index), label: nameOf(rule) })),
  ];
  return (
    <div className="two-columns">
      <Box
        title={t("week.title")}
        tools={
          <>
            {periods.length > 0 && (
              <SegmentedControl
                size="xs"
                aria-label={t("week.seasons")}
                data={choices}
                value={String(at)}
                onChange={(next) => setSeason(Number(next))}
              />
            )}
            <Button variant="default" size="compact-sm" leftSection={<Plus size={12} />} onClick={add}>
              {t("week.addSeason")}
            </Button>
          </>
        }
      >
        {at >= 0 && <Season index={at} onRemove={() => setSeason(-1)} />}
        <WeekGrid
          week={week}
          chosen={chosen}
          onChoose={setChosen}
          onChange={(next, merge) => change(setWeek(path, next, merge))}
        />
        <p className="muted">{t("week.sum", { n: Math.round((openMinutes(week) / 60) * 10) / 10 })}</p>
      </Box>
      <div className="column">
        {span && chosen ? (
          <ChosenSpan
            span={span}
            chosen={chosen}
            onChange={(next) => {
              change(setWeek(path, changeSpan(week, chosen.day, chosen.index, next), "form"));
            }}
            onRemove={() => {
              change(setWeek(path, removeSpan(week, chosen.day, chosen.index)));
              setChosen(null);
            }}
          />
        ) : null}
        <ScheduleSettings />
      </div>
    </div>
  );
}

function nameOf(rule: Json): string {
  return isObject(rule) ? textOf(rule["id"]) : "";
}

interface ChosenProps {
  span: { start: number; end: number; flow: string };
  chosen: Chosen;
  onChange: (span: { start: number; end: number; flow: string }) => void;
  onRemove: () => void;
}

function ChosenSpan({ span, chosen, onChange, onRemove }: ChosenProps) {
  const { t, language } = useWords();
  return (
    <Box title={t("week.span", { day: weekdayName(chosen.day, language, "long") })}>
      <div className="stack">
        <SpanFields span={span} onChange={onChange} />
        <FlowSelect
          label={t("week.spanFlow")}
          none={t("week.usualFlow")}
          value={span.flow}
          onChange={(flow) => onChange({ ...span, flow })}
        />
        <Button variant="default" className="start" leftSection={<Trash2 size={14} />} onClick={onRemove}>
          {t("hours.remove")}
        </Button>
      </div>
    </Box>
  );
}

function Season({ index, onRemove }: { index: number; onRemove: () => void }) {
  const { t } = useWords();
  const document = useDraftDocument();
  const rule = rulesOf(document, "periods")[index];
  if (!isObject(rule)) return null;
  const set = (key: string, value: string): void => change(setKeys(["periods", index], { [key]: value }));
  return (
    <div className="season">
      <div className="field">
        <span className="field-label">{t("rule.name")}</span>
        <CommitInput
          label={t("rule.name")}
          value={textOf(rule["id"])}
          onCommit={(id) => id && change(setAt(["periods", index, "id"], id))}
        />
      </div>
      <MonthDay
        label={t("rule.from")}
        value={textOf(rule["from"])}
        onChange={(value) => set("from", value)}
      />
      <MonthDay label={t("rule.to")} value={textOf(rule["to"])} onChange={(value) => set("to", value)} />
      <Button
        variant="default"
        leftSection={<Trash2 size={14} />}
        onClick={() => {
          change(removeRule("periods", index));
          onRemove();
        }}
      >
        {t("week.removeSeason")}
      </Button>
      <p className="muted">{t("week.seasonHelp")}</p>
    </div>
  );
}

/** A day of every year; the browser's field wants a year, a leap year has every day. */
function MonthDay({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <TextInput
      type="date"
      label={label}
      min="2024-01-01"
      max="2024-12-31"
      value={value ? `2024-${value}` : ""}
      onChange={(event) => event.currentTarget.value && onChange(event.currentTarget.value.slice(5))}
    />
  );
}
