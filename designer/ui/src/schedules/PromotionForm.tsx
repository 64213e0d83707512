/** One promotion: its name and flow, on which days, at what hours, and whether it opens a closed line. */

import { Button, NumberInput, Radio, SegmentedControl } from "@mantine/core";
import { Trash2 } from "lucide-react";
import { CommitInput } from "../form/CommitInput";
import type { Json, JsonObject } from "../model/document";
import { useWords } from "../words/words";
import { addDays, today } from "./dates";
import { change } from "./draft";
import { removeRule, setAt, setKeys, textOf } from "./edits";
import { Box, DateField, FlowSelect, HoursField } from "./fields";
import { LunarFields, RuleFields } from "./RecurringFields";
import { readHours, writeHours } from "./spans";
import { priorityOf } from "./timeline";

interface Props {
  index: number;
  rule: JsonObject;
  onRemoved: () => void;
}

type Kind = "dates" | "lunar" | "rule";

const WHENS = ["open", "closed", "any"] as const;

function kindOf(rule: JsonObject): Kind {
  if (textOf(rule["rrule"])) return "rule";
  return textOf(rule["lunar"]) ? "lunar" : "dates";
}

export function PromotionForm({ index, rule, onRemoved }: Props) {
  const { t } = useWords();
  const path = ["promotions", index];
  const set = (key: string, value: Json | undefined): void => change(setAt([...path, key], value));
  const when = textOf(rule["only_when"]) || "open";
  return (
    <Box title={t("promo.one")}>
      <div className="stack">
        <div className="field">
          <span className="field-label">{t("rule.name")}</span>
          <CommitInput
            label={t("rule.name")}
            value={textOf(rule["id"])}
            onCommit={(id) => id && set("id", id)}
          />
        </div>
        <FlowSelect
          label={t("promo.flow")}
          value={textOf(rule["flow"])}
          onChange={(flow) => set("flow", flow)}
        />
        <Days index={index} rule={rule} />
        <HoursField
          label={t("promo.hours")}
          none={t("promo.allDay")}
          spans={readHours(rule["at"])}
          onChange={(spans) => set("at", spans.length ? writeHours(spans) : undefined)}
        />
        <Radio.Group
          label={t("promo.onlyWhen")}
          value={when}
          onChange={(next) => set("only_when", next === "open" ? undefined : next)}
        >
          {WHENS.map((one) => (
            <Radio key={one} size="xs" my={4} value={one} label={t(`promo.when.${one}`)} />
          ))}
        </Radio.Group>
        <NumberInput
          label={t("promo.priority")}
          description={t("promo.priorityHelp")}
          value={priorityOf(rule)}
          allowDecimal={false}
          min={-100}
          max={100}
          onChange={(next) => set("priority", Number(next) || undefined)}
        />
        <Button
          variant="default"
          className="start"
          leftSection={<Trash2 size={14} />}
          onClick={() => {
            change(removeRule("promotions", index));
            onRemoved();
          }}
        >
          {t("promo.remove")}
        </Button>
      </div>
    </Box>
  );
}

function Days({ index, rule }: { index: number; rule: JsonObject }) {
  const { t } = useWords();
  const path = ["promotions", index];
  const kind = kindOf(rule);
  const set = (values: Record<string, Json | undefined>): void => change(setKeys(path, values));
  const from = textOf(rule["from"]);
  const to = textOf(rule["to"]) || from;
  const turn = (next: string): void => {
    const plain = { lunar: undefined, rrule: undefined, from: undefined, to: undefined };
    if (next === "lunar") set({ ...plain, lunar: "01-15" });
    else if (next === "rule") set({ ...plain, rrule: "FREQ=WEEKLY;BYDAY=WE" });
    else set({ ...plain, from: today(), to: addDays(today(), 6) });
  };
  return (
    <>
      <div className="field">
        <span className="field-label">{t("promo.days")}</span>
        <SegmentedControl
          size="xs"
          aria-label={t("promo.days")}
          data={(["dates", "lunar", "rule"] as const).map((one) => ({
            value: one,
            label: t(`promo.kind.${one}`),
          }))}
          value={kind}
          onChange={turn}
        />
      </div>
      {kind === "dates" && (
        <div className="date-pair">
          <DateField
            label={t("rule.from")}
            value={from}
            onChange={(day) => day && set({ from: day, to: to < day ? day : to })}
          />
          <DateField
            label={t("rule.to")}
            value={to}
            onChange={(day) => day && set({ to: day, from: day < from ? day : from })}
          />
        </div>
      )}
      {kind === "lunar" && <LunarFields value={textOf(rule["lunar"])} onChange={(lunar) => set({ lunar })} />}
      {kind === "rule" && <RuleFields value={textOf(rule["rrule"])} onChange={(rrule) => set({ rrule })} />}
    </>
  );
}
