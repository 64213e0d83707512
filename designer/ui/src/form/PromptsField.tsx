/** The prompts of a step, one after another. */

import { ActionIcon, Button, Switch } from "@mantine/core";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { isObject, type Json } from "../model/document";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import { pathName, useForm } from "./context";
import { newPromptName, PromptPicker } from "./PromptField";
import type { FieldProps } from "./SettingField";

interface Item {
  prompt: string;
  bargeIn: boolean;
}

/** Read a list of prompts in any of its forms. */
function itemsOf(value: Json | undefined): Item[] {
  const rows = typeof value === "string" ? [value] : Array.isArray(value) ? value : [];
  return rows.map((row) => {
    if (isObject(row)) return { prompt: String(row["prompt"] ?? ""), bargeIn: row["barge_in"] !== false };
    return { prompt: typeof row === "string" ? row : "", bargeIn: true };
  });
}

/** Write a prompt as its bare name, unless it says more. */
function written({ prompt, bargeIn }: Item): Json {
  return bargeIn ? prompt : { prompt, barge_in: false };
}

export function PromptsField({ field, path, value, onChange }: FieldProps) {
  const { t } = useWords();
  const { id } = useForm();
  const prompts = useCatalog((catalog) => catalog.prompts);
  const items = itemsOf(value);
  const change = (next: Item[]): void =>
    onChange(next.length || field.required ? next.map(written) : undefined);
  const add = (): void => {
    const taken = [...Object.keys(prompts), ...items.map((item) => item.prompt)];
    change([...items, { prompt: newPromptName(id, taken), bargeIn: true }]);
  };
  return (
    <div className="rows">
      {items.map((item, index) => (
        <div key={index} className="row prompt-row" data-path={pathName([...path, index])}>
          <div className="row-fields">
            <PromptPicker
              label={t("form.prompt")}
              name={item.prompt}
              onChange={(prompt) => change(items.with(index, { ...item, prompt }))}
            />
            <Switch
              label={t("form.bargeIn")}
              checked={item.bargeIn}
              onChange={(event) =>
                change(items.with(index, { ...item, bargeIn: event.currentTarget.checked }))
              }
            />
          </div>
          <div className="row-tools">
            {items.length > 1 && (
              <>
                <ActionIcon
                  size={22}
                  aria-label={t("form.up")}
                  disabled={index === 0}
                  onClick={() => change(moved(items, index, -1))}
                >
                  <ArrowUp size={12} />
                </ActionIcon>
                <ActionIcon
                  size={22}
                  aria-label={t("form.down")}
                  disabled={index === items.length - 1}
                  onClick={() => change(moved(items, index, 1))}
                >
                  <ArrowDown size={12} />
                </ActionIcon>
              </>
            )}
            <ActionIcon
              size={22}
              aria-label={t("form.remove")}
              onClick={() => change(items.filter((_, at) => at !== index))}
            >
              <X size={12} />
            </ActionIcon>
          </div>
        </div>
      ))}
      <Button variant="default" size="compact-xs" leftSection={<Plus size={12} />} onClick={add}>
        {t("form.addPrompt")}
      </Button>
    </div>
  );
}

function moved(items: readonly Item[], index: number, by: number): Item[] {
  const next = [...items];
  const [item] = next.splice(index, 1);
  if (item) next.splice(index + by, 0, item);
  return next;
}
