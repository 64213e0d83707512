/** Recurring days by choices: a lunar festival, every week, every month, every year. */

import { Chip, Group, NumberInput, Select } from "@mantine/core";
import { useWords } from "../words/words";
import { sayDate, weekdayName } from "./dates";
import { readRule, writeRule, type Recurrence } from "./recurrence";

interface Props {
  value: string;
  onChange: (value: string) => void;
}

const FESTIVALS = ["12-30", "01-01", "01-15", "05-05", "07-07", "08-15", "09-09", "12-08"] as const;

const padded = (number: number): string => String(number).padStart(2, "0");

export function LunarFields({ value, onChange }: Props) {
  const { t } = useWords();
  const known = (FESTIVALS as readonly string[]).includes(value);
  const [month = 1, day = 1] = value.split("-").map(Number);
  return (
    <>
      <Select
        label={t("lunar.festival")}
        allowDeselect={false}
        data={[
          ...FESTIVALS.map((one) => ({ value: one, label: t(`lunar.${one}`) })),
          { value: "other", label: t("lunar.other") },
        ]}
        value={known ? value : "other"}
        onChange={(chosen) => onChange(chosen === "other" ? "02-02" : (chosen ?? value))}
      />
      {!known && (
        <div className="date-pair">
          <NumberInput
            label={t("lunar.month")}
            min={1}
            max={12}
            value={month}
            onChange={(next) => onChange(`${padded(Number(next) || 1)}-${padded(day)}`)}
          />
          <NumberInput
            label={t("lunar.day")}
            min={1}
            max={30}
            value={day}
            onChange={(next) => onChange(`${padded(month)}-${padded(Number(next) || 1)}`)}
          />
        </div>
      )}
    </>
  );
}

const STARTS: Record<string, Recurrence> = {
  weekly: { kind: "weekly", days: [2] },
  nth: { kind: "nth", nth: 1, day: 2 },
  monthday: { kind: "monthday", day: 1 },
  yearly: { kind: "yearly", month: 11, day: 1, last: 11 },
};

export function RuleFields({ value, onChange }: Props) {
  const { t } = useWords();
  const rule = readRule(value);
  const set = (next: Recurrence): void => onChange(writeRule(next));
  const kinds = [...Object.keys(STARTS), ...(rule.kind === "other" ? ["other"] : [])] as Recurrence["kind"][];
  return (
    <>
      <Select
        label={t("repeat.how")}
        allowDeselect={false}
        data={kinds.map((kind) => ({ value: kind, label: t(`repeat.${kind}`) }))}
        value={rule.kind}
        onChange={(kind) => set(STARTS[kind ?? ""] ?? rule)}
      />
      <Details rule={rule} onChange={set} />
    </>
  );
}

function Details({ rule, onChange }: { rule: Recurrence; onChange: (rule: Recurrence) => void }) {
  const { t, language } = useWords();
  const weekdays = [0, 1, 2, 3, 4, 5, 6].map((day) => ({
    value: String(day),
    label: weekdayName(day, language, rule.kind === "weekly" ? "short" : "long"),
  }));
  switch (rule.kind) {
    case "weekly":
      return (
        <Chip.Group
          multiple
          value={rule.days.map(String)}
          onChange={(days) => days.length && onChange({ kind: "weekly", days: days.map(Number) })}
        >
          <Group gap={4}>
            {weekdays.map(({ value, label }) => (
              <Chip key={value} value={value} size="xs">
                {label}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      );
    case "nth":
      return (
        <div className="date-pair">
          <Select
            label={t("repeat.which")}
            allowDeselect={false}
            data={[1, 2, 3, 4, -1].map((nth) => ({
              value: String(nth),
              label: nth < 0 ? t("repeat.last") : t("repeat.nthOne", { n: nth }),
            }))}
            value={String(rule.nth)}
            onChange={(nth) => onChange({ ...rule, nth: Number(nth) })}
          />
          <Select
            label={t("repeat.weekday")}
            allowDeselect={false}
            data={weekdays}
            value={String(rule.day)}
            onChange={(day) => onChange({ ...rule, day: Number(day) })}
          />
        </div>
      );
    case "monthday":
      return (
        <DayNumber label={t("repeat.day")} day={rule.day} onChange={(day) => onChange({ ...rule, day })} />
      );
    case "yearly":
      return (
        <div className="date-pair">
          <Select
            label={t("repeat.month")}
            allowDeselect={false}
            data={Array.from({ length: 12 }, (_, n) => ({
              value: String(n + 1),
              label: sayDate(`2024-${padded(n + 1)}-01`, language, { month: "long" }),
            }))}
            value={String(rule.month)}
            onChange={(month) => onChange({ ...rule, month: Number(month) })}
          />
          <span />
          <DayNumber
            label={t("repeat.first")}
            day={rule.day}
            onChange={(day) => onChange({ ...rule, day, last: Math.max(day, rule.last) })}
          />
          <DayNumber
            label={t("repeat.lastDay")}
            day={rule.last}
            onChange={(last) => onChange({ ...rule, last, day: Math.min(rule.day, last) })}
          />
        </div>
      );
    case "other":
      return <p className="muted">{t("repeat.otherHelp")}</p>;
  }
}

function DayNumber({
  label,
  day,
  onChange,
}: {
  label: string;
  day: number;
  onChange: (day: number) => void;
}) {
  return (
    <NumberInput
      label={label}
      min={1}
      max={31}
      value={day}
      onChange={(next) => onChange(Number(next) || 1)}
    />
  );
}
