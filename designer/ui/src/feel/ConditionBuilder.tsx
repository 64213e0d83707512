/** A condition for people who write no FEEL: rows of field, comparison and value, joined by and or or. */

import { ActionIcon, Autocomplete, Button, Select } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useId } from "react";
import { useWords, type Speech } from "../words/words";
import {
  isGroup,
  literalOf,
  valueCount,
  type Condition,
  type Group,
  type Join,
  type Literal,
  type Operator,
  type Row,
} from "./condition";
import type { FeelName } from "./names";

const ORDERED: readonly Operator[] = [
  "=",
  "!=",
  ">",
  ">=",
  "<",
  "<=",
  "between",
  "in",
  "not in",
  "empty",
  "filled",
];
const TEXTUAL: readonly Operator[] = [
  "=",
  "!=",
  "in",
  "not in",
  "starts with",
  "ends with",
  "contains",
  "empty",
  "filled",
];
const YES_NO: readonly Operator[] = ["=", "!=", "empty", "filled"];
const ALL: readonly Operator[] = [...new Set([...ORDERED, ...TEXTUAL])];

/** Return the comparisons that make sense for a type. */
function operatorsFor(type: string | null, current: Operator): readonly Operator[] {
  const fitting =
    type === "string" ? TEXTUAL : type === "boolean" ? YES_NO : type === "number" ? ORDERED : ALL;
  return fitting.includes(current) ? fitting : [...fitting, current];
}

const BLANK: Row = { field: "", operator: "=", values: [{ kind: "text", text: "" }] };

interface Props {
  condition: Condition;
  names: readonly FeelName[];
  onChange: (condition: Condition) => void;
}

export function ConditionBuilder({ condition, names, onChange }: Props) {
  const { t } = useWords();
  const { items, join } = condition;
  const put = (index: number, item: Row | Group | null): void =>
    onChange({ join, items: items.flatMap((one, at) => (at === index ? (item ? [item] : []) : [one])) });
  const other: Join = join === "and" ? "or" : "and";
  return (
    <div className="condition">
      {items.length > 1 && (
        <JoinChoice join={join} onChange={(chosen) => onChange({ join: chosen, items })} />
      )}
      {items.map((item, index) =>
        isGroup(item) ? (
          <GroupRows key={index} group={item} names={names} onChange={(group) => put(index, group)} />
        ) : (
          <ConditionRow key={index} row={item} names={names} onChange={(row) => put(index, row)} />
        ),
      )}
      <div className="condition-tools">
        <AddButton label={t("condition.add")} onClick={() => onChange({ join, items: [...items, BLANK] })} />
        {items.length > 0 && (
          <AddButton
            label={t("condition.addGroup")}
            onClick={() => onChange({ join, items: [...items, { join: other, rows: [BLANK, BLANK] }] })}
          />
        )}
      </div>
    </div>
  );
}

function AddButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button variant="default" size="compact-xs" leftSection={<Plus size={12} />} onClick={onClick}>
      {label}
    </Button>
  );
}

function JoinChoice({ join, onChange }: { join: Join; onChange: (join: Join) => void }) {
  const { t } = useWords();
  return (
    <Select
      className="condition-join"
      aria-label={t("condition.join")}
      data={[
        { value: "and", label: t("condition.and") },
        { value: "or", label: t("condition.or") },
      ]}
      value={join}
      allowDeselect={false}
      onChange={(chosen) => onChange(chosen === "or" ? "or" : "and")}
    />
  );
}

interface GroupProps {
  group: Group;
  names: readonly FeelName[];
  onChange: (group: Group | null) => void;
}

function GroupRows({ group: { join, rows }, names, onChange }: GroupProps) {
  const { t } = useWords();
  const put = (index: number, row: Row | null): void => {
    const next = rows.flatMap((one, at) => (at === index ? (row ? [row] : []) : [one]));
    onChange(next.length > 0 ? { join, rows: next } : null);
  };
  return (
    <div className="condition-group">
      <JoinChoice join={join} onChange={(chosen) => onChange({ join: chosen, rows })} />
      {rows.map((row, index) => (
        <ConditionRow key={index} row={row} names={names} onChange={(changed) => put(index, changed)} />
      ))}
      <AddButton label={t("condition.add")} onClick={() => onChange({ join, rows: [...rows, BLANK] })} />
    </div>
  );
}

interface RowProps {
  row: Row;
  names: readonly FeelName[];
  onChange: (row: Row | null) => void;
}

function ConditionRow({ row, names, onChange }: RowProps) {
  const { t } = useWords();
  const { field, operator, values } = row;
  const type = names.find((one) => one.name === field)?.type ?? null;
  const compare = (chosen: Operator): void =>
    onChange({ ...row, operator: chosen, values: fitted(values, chosen) });
  return (
    <div className="condition-row">
      <Autocomplete
        aria-label={t("condition.field")}
        placeholder={t("condition.field")}
        data={names.filter((one) => one.type !== "context").map((one) => one.name)}
        value={field}
        onChange={(chosen) => onChange({ ...row, field: chosen })}
      />
      <Select
        aria-label={t("condition.operator")}
        data={operatorsFor(type, operator).map((one) => ({ value: one, label: t(`condition.${one}`) }))}
        value={operator}
        allowDeselect={false}
        onChange={(chosen) => chosen && compare(chosen as Operator)}
      />
      <ActionIcon size={22} aria-label={t("condition.remove")} onClick={() => onChange(null)}>
        <X size={12} />
      </ActionIcon>
      <Values row={row} name={names.find((one) => one.name === field)} t={t} onChange={onChange} />
    </div>
  );
}

interface ValuesProps extends Omit<RowProps, "names"> {
  name: FeelName | undefined;
  t: Speech["t"];
}

function Values({ row, name, t, onChange }: ValuesProps) {
  const list = useId();
  const count = valueCount(row.operator);
  if (count === 0) return null;
  const type = name?.type ?? null;
  const take = (values: Literal[]): void => onChange({ ...row, values });
  if (count === Infinity) {
    const typed = row.values.map((one) => one.text).join(", ");
    const read = (text: string): Literal[] => text.split(/[,，]\s*/).map((one) => literalOf(one, type));
    return (
      <span className="condition-values">
        <LateInput label={t("condition.values")} value={typed} onCommit={(text) => take(read(text))} />
      </span>
    );
  }
  return (
    <span className="condition-values">
      {Array.from({ length: count }, (_, at) => (
        <Autocomplete
          key={`${list}${at}`}
          aria-label={at === 0 ? t("condition.value") : t("condition.to")}
          placeholder={at === 0 ? t("condition.value") : t("condition.to")}
          data={type === "boolean" ? ["true", "false"] : []}
          value={row.values[at]?.text ?? ""}
          onChange={(text) => take(fitted(row.values, row.operator).with(at, literalOf(text, type)))}
        />
      ))}
    </span>
  );
}

/** A list is read when its field is left: a comma that was just typed must not vanish. */
function LateInput({
  label,
  value,
  onCommit,
}: {
  label: string;
  value: string;
  onCommit: (text: string) => void;
}) {
  return (
    <Autocomplete
      key={value}
      aria-label={label}
      placeholder={label}
      defaultValue={value}
      onBlur={(event) => event.currentTarget.value !== value && onCommit(event.currentTarget.value)}
    />
  );
}

/** Return as many values as the comparison takes, keeping those that there are. */
function fitted(values: readonly Literal[], operator: Operator): Literal[] {
  const count = valueCount(operator);
  if (count === Infinity) return values.length > 0 ? [...values] : [{ kind: "text", text: "" }];
  return Array.from({ length: count }, (_, at) => values[at] ?? { kind: "text", text: "" });
}
