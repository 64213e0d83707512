/** One rule for holidays or for single dates: its name, its days, its hours, and which flow answers outside them. */

import { Button } from "@mantine/core";
import { ArrowDown, ArrowUp, Plus, Trash2, X } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { Tool } from "../editor/TopBar";
import { CommitInput } from "../form/CommitInput";
import type { Json, JsonObject } from "../model/document";
import { useWords } from "../words/words";
import { today } from "./dates";
import { change } from "./draft";
import { moveRule, removeRule, ruleOf, setKeys, textOf } from "./edits";
import { DateField, FlowSelect, HoursField } from "./fields";
import { readHours, writeHours } from "./spans";

interface CardProps {
  list: "holidays" | "exceptions";
  index: number;
  rule: JsonObject;
  ordered?: boolean;
  last?: boolean;
  children: ReactNode;
}

export function RuleCard({ list, index, rule, ordered = false, last = false, children }: CardProps) {
  const { t } = useWords();
  const set = (key: string, value: Json | undefined): void =>
    change(setKeys([list, index], { [key]: value }));
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (ruleOf(list) === index) card.current?.querySelector("input")?.focus();
  }, [list, index]);
  return (
    <article className="rule" ref={card} aria-label={textOf(rule["id"])}>
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
export function DatesField({ dates, onChange }: { dates: string[]; onChange: (dates: string[]) => void }) {
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
