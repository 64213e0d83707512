/** The keys of a menu with their captions; a changed key keeps its wire. */

import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { isObject, type Json, type JsonObject } from "../model/document";
import { keypadOrder } from "../model/json";
import { useWords } from "../words/words";
import { pathName } from "./context";
import { KEYS } from "./Pickers";
import type { FieldProps } from "./SettingField";

/** Return the map with one key named anew, everything else as it was. */
export function withKeyRenamed(map: JsonObject, old: string, name: string): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key === old ? name : key, value]));
}

export function KeymapField({ path, value, onChange }: FieldProps) {
  const { t } = useWords();
  const map: JsonObject = isObject(value) ? value : {};
  const used = keypadOrder(Object.keys(map));
  const free = KEYS.filter((key) => !used.includes(key));
  const change = (next: JsonObject): void => onChange(next);
  return (
    <div className="rows">
      {used.map((key) => (
        <div key={key} className="keymap-row" data-path={pathName([...path, key])}>
          <Select
            aria-label={t("form.key")}
            className="keymap-key"
            data={[key, ...free]}
            value={key}
            allowDeselect={false}
            onChange={(chosen) => chosen && chosen !== key && change(withKeyRenamed(map, key, chosen))}
          />
          <TextInput
            aria-label={t("form.caption", { key })}
            placeholder={t("form.captionHint")}
            value={captionOf(map[key])}
            maxLength={80}
            onChange={(event) => change({ ...map, [key]: event.currentTarget.value })}
          />
          <ActionIcon
            aria-label={t("form.removeKey", { key })}
            onClick={() => change(Object.fromEntries(Object.entries(map).filter(([one]) => one !== key)))}
          >
            <X size={14} />
          </ActionIcon>
        </div>
      ))}
      {free.length > 0 && (
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<Plus size={12} />}
          onClick={() => change({ ...map, [free[0] ?? "1"]: "" })}
        >
          {t("form.addKey")}
        </Button>
      )}
    </div>
  );
}

function captionOf(value: Json | undefined): string {
  return typeof value === "string" ? value : value === undefined || value === null ? "" : String(value);
}
