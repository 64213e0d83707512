/** An expression in FEEL: a condition may also be chosen by rows, everything else is written. */

import type { Json } from "../model/document";
import { ConditionField } from "../feel/ConditionField";
import { FeelInput } from "../feel/FeelInput";
import type { Field } from "../model/schema";
import { useWords } from "../words/words";

interface Props {
  field: Field;
  value: Json | undefined;
  label: string;
  onChange: (value: Json | undefined) => void;
}

export function FeelField({ field, value, label, onChange }: Props) {
  const { t } = useWords();
  const text = typeof value === "string" ? value : value === undefined || value === null ? "" : String(value);
  const take = (typed: string): void => onChange(typed === "" && !field.required ? undefined : typed);
  if (field.condition) return <ConditionField label={label} value={text} own={field.names} onChange={take} />;
  return (
    <FeelInput label={label} value={text} hint={t("form.feelExample")} own={field.names} onChange={take} />
  );
}
