/** An expression in FEEL, with the flow's names and functions offered; the live check says what is wrong in it. */

import { Autocomplete } from "@mantine/core";
import type { Json } from "../model/document";
import type { Field } from "../model/schema";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import { useForm } from "./context";

interface Props {
  field: Field;
  value: Json | undefined;
  label: string;
  onChange: (value: Json | undefined) => void;
}

const OFFERED = 8;

export function FeelField({ field, value, label, onChange }: Props) {
  const { t } = useWords();
  const { names } = useForm();
  const functions = useCatalog((catalog) => catalog.functions);
  const text = typeof value === "string" ? value : value === undefined || value === null ? "" : String(value);
  return (
    <Autocomplete
      aria-label={label}
      className="feel"
      placeholder={t("form.feelExample")}
      value={text}
      data={offersFor(text, [...names, ...functions.map((name) => `${name}(`)])}
      filter={({ options }) => options}
      onChange={(typed) => onChange(typed === "" && !field.required ? undefined : typed)}
    />
  );
}

/** Return the whole texts that result from finishing the last word. */
export function offersFor(text: string, words: readonly string[]): string[] {
  const last = /[\p{L}_$][\p{L}\p{N}_.$]*$/u.exec(text)?.[0] ?? "";
  if (!last) return [];
  const head = text.slice(0, text.length - last.length);
  const fitting = words.filter((word) => word !== last && word.toLowerCase().startsWith(last.toLowerCase()));
  return [...new Set(fitting)].slice(0, OFFERED).map((word) => head + word);
}
