/** Controls that choose one of what there is: a flow, a variable, a telephone key. */

import { Autocomplete, Select } from "@mantine/core";
import { useEditor } from "../editor/store";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import { useForm } from "./context";
import type { FieldProps } from "./SettingField";

type Props = FieldProps & { label: string };

export const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#", "A", "B", "C", "D"] as const;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

export function FlowField({ value, onChange, label }: Props) {
  const { t, say } = useWords();
  const flows = useCatalog((catalog) => catalog.flows);
  const own = useEditor((state) => state.id);
  const data = flows
    .filter((flow) => flow.id !== own)
    .map((flow) => ({ value: flow.id, label: say(flow.title) || flow.id }));
  return (
    <Select
      aria-label={label}
      searchable
      data={data}
      value={textOf(value) || null}
      nothingFoundMessage={t("palette.nothing")}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  );
}

export function VariableField({ field, value, onChange, label }: Props) {
  const { names } = useForm();
  return (
    <Autocomplete
      aria-label={label}
      data={[...names]}
      maxLength={80}
      value={textOf(value)}
      placeholder={textOf(field.preset)}
      onChange={(typed) => onChange(typed === "" && !field.required ? undefined : typed)}
    />
  );
}

export function KeyField({ field, value, onChange, label }: Props) {
  const { t } = useWords();
  const shown = value === undefined ? field.preset : value;
  return (
    <Select
      aria-label={label}
      data={[...KEYS]}
      value={textOf(shown) || null}
      placeholder={t("form.noKey")}
      clearable={field.nullable}
      allowDeselect={false}
      onChange={(chosen) => onChange(chosen === (field.preset ?? null) ? undefined : chosen)}
    />
  );
}
