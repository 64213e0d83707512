/** One setting of a step: the control that fits its kind. */

import { NumberInput, Select, Switch, TextInput } from "@mantine/core";
import type { Json } from "../model/document";
import type { Field } from "../model/schema";
import { useWords } from "../words/words";
import { useForm, type Path } from "./context";
import { CommitInput } from "./CommitInput";
import { FeelField } from "./FeelField";
import { FeelInput } from "../feel/FeelInput";
import { FieldFrame } from "./FieldFrame";
import { FlowField, KeyField, VariableField } from "./Pickers";
import { TableField } from "../table/TableField";
import { GroupField } from "./GroupField";
import { KeymapField } from "./KeymapField";
import { ListField, MapField, RowsField } from "./RowsField";
import { PromptField } from "./PromptField";
import { RulesField, ScheduleField } from "./ScheduleFields";
import { PromptsField } from "./PromptsField";

export interface FieldProps {
  field: Field;
  path: Path;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}

/** Kinds whose editor itself shows what is wrong in the text. */
const WITH_SPANS: readonly string[] = ["feel", "feel_list", "template", "target"];
const WITH_PARTS: readonly string[] = ["table", "rows", "list", "map", "group", "keymap", "rules", "prompts"];

export function SettingField(props: FieldProps) {
  const { labelOf } = useForm();
  const { field, path } = props;
  const label = field.name ? labelOf(field.name) : "";
  if (field.kind === "table_part") return null;
  if (field.kind === "boolean") return <BooleanField {...props} label={label} />;
  return (
    <FieldFrame
      label={label}
      path={path}
      deep={!WITH_PARTS.includes(field.kind)}
      spans={!WITH_SPANS.includes(field.kind)}
    >
      <Control {...props} label={label} />
    </FieldFrame>
  );
}

type ControlProps = FieldProps & { label: string };

function Control(props: ControlProps) {
  switch (props.field.kind) {
    case "table":
      return <TableField />;
    case "feel":
    case "feel_list":
      return <FeelField {...props} />;
    case "prompt":
      return <PromptField {...props} />;
    case "prompts":
      return <PromptsField {...props} />;
    case "flow":
      return <FlowField {...props} />;
    case "schedule":
      return <ScheduleField {...props} />;
    case "rules":
      return <RulesField {...props} />;
    case "variable":
      return <VariableField {...props} />;
    case "key":
      return <KeyField {...props} />;
    case "keymap":
      return <KeymapField {...props} />;
    case "rows":
      return <RowsField {...props} />;
    case "list":
      return <ListField {...props} />;
    case "map":
      return <MapField {...props} />;
    case "group":
      return <GroupField {...props} />;
    case "enum":
      return <EnumField {...props} />;
    case "seconds":
    case "integer":
    case "number":
      return <NumberField {...props} />;
    default:
      return <TextField {...props} />;
  }
}

function TextField({ field, value, onChange, label }: ControlProps) {
  const { exitKey } = useForm();
  const text = typeof value === "string" ? value : value === undefined || value === null ? "" : String(value);
  if (field.name !== "" && field.name === exitKey) {
    return <CommitInput label={label} value={text} onCommit={onChange} maxLength={field.maxLength} />;
  }
  const common = {
    "aria-label": label,
    value: text,
    placeholder: typeof field.preset === "string" ? field.preset : "",
    ...(field.maxLength !== undefined && { maxLength: field.maxLength }),
  };
  const take = (typed: string): void => onChange(typed === "" && !field.required ? undefined : typed);
  if (field.kind === "template" || field.kind === "target") {
    return <FeelInput kind="template" label={label} value={text} onChange={take} />;
  }
  return <TextInput {...common} onChange={(event) => take(event.currentTarget.value)} />;
}

function NumberField({ field, value, onChange, label }: ControlProps) {
  const { t } = useWords();
  const shown = value ?? field.preset ?? "";
  return (
    <NumberInput
      aria-label={label}
      value={typeof shown === "number" ? shown : String(shown)}
      {...(field.minimum !== undefined && { min: field.minimum })}
      {...(field.maximum !== undefined && { max: field.maximum })}
      allowDecimal={field.kind !== "integer"}
      decimalScale={3}
      suffix={field.kind === "seconds" ? ` ${t("unit.s")}` : ""}
      onChange={(typed) => onChange(typeof typed !== "number" || typed === field.preset ? undefined : typed)}
    />
  );
}

function BooleanField({ field, path, value, onChange, label }: ControlProps) {
  const on = (value ?? field.preset) === true;
  return (
    <FieldFrame label="" path={path}>
      <Switch
        label={label}
        checked={on}
        onChange={(event) => {
          const next = event.currentTarget.checked;
          onChange(next === (field.preset ?? false) && !field.required ? undefined : next);
        }}
      />
    </FieldFrame>
  );
}

function EnumField({ field, value, onChange, label }: ControlProps) {
  const { labelOf } = useForm();
  const data = field.options.map((option) => ({ value: String(option), label: labelOf(String(option)) }));
  const shown = value ?? field.preset;
  return (
    <Select
      aria-label={label}
      data={data}
      value={shown === undefined || shown === null ? null : String(shown)}
      allowDeselect={false}
      clearable={!field.required && field.preset === undefined}
      onChange={(chosen) => {
        const option = field.options.find((one) => String(one) === chosen);
        onChange(option === field.preset ? undefined : option);
      }}
    />
  );
}
