/** A schedule, and rules of it that have exits of their own: both are chosen from what there is. */

import { ActionIcon, Select, TextInput } from "@mantine/core";
import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { scheduleApi, type RuleRow, type ScheduleRow } from "../api/schedules";
import { useDocument } from "../editor/store";
import { isObject, stepsOf, type Json, type JsonObject } from "../model/document";
import { tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { pathName, useForm } from "./context";
import { withKeyRenamed } from "./KeymapField";
import type { FieldProps } from "./SettingField";

type Props = FieldProps & { label: string };

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");

export function ScheduleField({ field, value, onChange, label }: Props) {
  const { t, say } = useWords();
  const [schedules, setSchedules] = useState<ScheduleRow[]>([]);
  useEffect(() => void scheduleApi.list().then(setSchedules).catch(tellError), []);
  const chosen = textOf(value);
  const data = schedules.map((one) => ({ value: one.id, label: say(one.title) || one.id }));
  if (chosen && !schedules.some((one) => one.id === chosen)) data.push({ value: chosen, label: chosen });
  return (
    <Select
      aria-label={label}
      searchable
      clearable={!field.required}
      placeholder={field.required ? "" : t("form.callSchedule")}
      data={data}
      value={chosen || null}
      nothingFoundMessage={t("palette.nothing")}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}

/** The rules of the step's schedule, or null while they are not known. */
function useRules(): RuleRow[] | null {
  const { id } = useForm();
  const schedule = textOf(stepsOf(useDocument())[id]?.["schedule"]);
  const [rules, setRules] = useState<RuleRow[] | null>(null);
  useEffect(() => {
    let current = true;
    setRules(null);
    if (schedule) {
      scheduleApi
        .rules(schedule)
        .then((found) => current && setRules(found))
        .catch(() => current && setRules(null));
    }
    return () => {
      current = false;
    };
  }, [schedule]);
  return rules;
}

export function RulesField({ path, value, onChange }: FieldProps) {
  const { t } = useWords();
  const rules = useRules();
  const map: JsonObject = isObject(value) ? value : {};
  const free = (rules ?? []).filter((one) => !(one.rule in map));
  const options = (own: string): { value: string; label: string }[] => {
    const known = (rules ?? []).some((one) => one.rule === own);
    const rest = free.map(({ layer, rule }) => ({ value: rule, label: `${t(`layer.${layer}`)}: ${rule}` }));
    if (!own) return unique(rest);
    const found = (rules ?? []).find((one) => one.rule === own);
    const label = found ? `${t(`layer.${found.layer}`)}: ${own}` : own;
    return unique([
      { value: own, label: known || !rules ? label : `${own} (${t("form.ruleGone")})` },
      ...rest,
    ]);
  };
  if (!rules && Object.keys(map).length === 0) return <p className="muted">{t("form.noSchedule")}</p>;
  return (
    <div className="rows">
      {Object.keys(map).map((rule) => (
        <div key={rule} className="keymap-row" data-path={pathName([...path, rule])}>
          <Select
            aria-label={t("form.rule")}
            searchable
            data={options(rule)}
            value={rule}
            allowDeselect={false}
            onChange={(chosen) => chosen && chosen !== rule && onChange(withKeyRenamed(map, rule, chosen))}
          />
          <TextInput
            aria-label={t("form.caption", { key: rule })}
            placeholder={t("form.captionHint")}
            value={textOf(map[rule])}
            maxLength={80}
            onChange={(event) => onChange({ ...map, [rule]: event.currentTarget.value })}
          />
          <ActionIcon
            aria-label={t("form.removeRule", { rule })}
            onClick={() => onChange(Object.fromEntries(Object.entries(map).filter(([one]) => one !== rule)))}
          >
            <X size={14} />
          </ActionIcon>
        </div>
      ))}
      {free.length > 0 ? (
        <Select
          aria-label={t("form.addRule")}
          placeholder={t("form.addRule")}
          searchable
          data={options("")}
          value={null}
          nothingFoundMessage={t("palette.nothing")}
          onChange={(chosen) => chosen && onChange({ ...map, [chosen]: chosen })}
        />
      ) : (
        rules && <p className="muted">{t("form.rulesDone")}</p>
      )}
    </div>
  );
}

/** A holiday and a rule for it may have the same name: it is offered once. */
function unique(options: { value: string; label: string }[]): { value: string; label: string }[] {
  return [...new Map(options.toReversed().map((one) => [one.value, one])).values()].toReversed();
}
