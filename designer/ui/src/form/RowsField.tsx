/** Lists of rows (cases, assignments), lists of single values, and name-value pairs. */

import { ActionIcon, Button } from "@mantine/core";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { isObject, withKey, type Json, type JsonObject } from "../model/document";
import type { Field } from "../model/schema";
import { useWords } from "../words/words";
import { CommitInput } from "./CommitInput";
import { pathName } from "./context";
import { SettingField, type FieldProps } from "./SettingField";

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

function swapped(list: readonly Json[], one: number, other: number): Json[] {
  const next = [...list];
  const first = next[one];
  const second = next[other];
  if (first !== undefined && second !== undefined) [next[one], next[other]] = [second, first];
  return next;
}

interface ListProps {
  list: Json[];
  path: FieldProps["path"];
  empty: Json;
  onChange: (list: Json[]) => void;
  children: (item: Json, index: number) => ReactNode;
}

function EditableList({ list, path, empty, onChange, children }: ListProps) {
  const { t } = useWords();
  return (
    <div className="rows">
      {list.map((item, index) => (
        <div key={index} className="row" data-path={pathName([...path, index])}>
          <div className="row-fields">{children(item, index)}</div>
          <div className="row-tools">
            <ActionIcon
              size={22}
              aria-label={t("form.up")}
              disabled={index === 0}
              onClick={() => onChange(swapped(list, index, index - 1))}
            >
              <ArrowUp size={12} />
            </ActionIcon>
            <ActionIcon
              size={22}
              aria-label={t("form.down")}
              disabled={index === list.length - 1}
              onClick={() => onChange(swapped(list, index, index + 1))}
            >
              <ArrowDown size={12} />
            </ActionIcon>
            <ActionIcon
              size={22}
              aria-label={t("form.remove")}
              onClick={() => onChange(list.filter((_, at) => at !== index))}
            >
              <X size={12} />
            </ActionIcon>
          </div>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<Plus size={12} />}
        onClick={() => onChange([...list, empty])}
      >
        {t("form.addRow")}
      </Button>
    </div>
  );
}

/** Return a new row: every text that must be there begins empty. */
function emptyRow(fields: readonly Field[]): JsonObject {
  const must = fields.filter((field) => field.required && field.kind !== "rows" && field.kind !== "group");
  return Object.fromEntries(must.map((field) => [field.name, field.preset ?? field.options[0] ?? ""]));
}

export function RowsField({ field, path, value, onChange }: FieldProps) {
  const list = listOf(value);
  return (
    <EditableList list={list} path={path} empty={emptyRow(field.parts)} onChange={onChange}>
      {(item, index) =>
        field.parts.map((part) => (
          <SettingField
            key={part.name}
            field={part}
            path={[...path, index, part.name]}
            value={isObject(item) ? item[part.name] : undefined}
            onChange={(changed) =>
              onChange(list.with(index, withKey(isObject(item) ? item : {}, part.name, changed)))
            }
          />
        ))
      }
    </EditableList>
  );
}

export function ListField({ field, path, value, onChange }: FieldProps) {
  const list = listOf(value);
  const [part] = field.parts;
  if (!part) return null;
  return (
    <EditableList list={list} path={path} empty={part.options[0] ?? ""} onChange={onChange}>
      {(item, index) => (
        <SettingField
          field={part}
          path={[...path, index]}
          value={item}
          onChange={(changed) => onChange(list.with(index, changed ?? ""))}
        />
      )}
    </EditableList>
  );
}

export function MapField({ field, path, value, onChange }: FieldProps) {
  const { t } = useWords();
  const map: JsonObject = isObject(value) ? value : {};
  const [part] = field.parts;
  const rename = (old: string, name: string): void => {
    if (!name || name in map) return onChange({ ...map });
    return onChange(
      Object.fromEntries(Object.entries(map).map(([key, one]) => [key === old ? name : key, one])),
    );
  };
  return (
    <div className="rows">
      {Object.entries(map).map(([name, item], index) => (
        <div key={index} className="row" data-path={pathName([...path, name])}>
          <div className="row-fields">
            <CommitInput
              label={t("form.name")}
              placeholder={t("form.name")}
              value={name}
              onCommit={(text) => rename(name, text)}
            />
            {part && (
              <SettingField
                field={part}
                path={[...path, name]}
                value={item}
                onChange={(changed) => onChange({ ...map, [name]: changed ?? "" })}
              />
            )}
          </div>
          <div className="row-tools">
            <ActionIcon
              size={22}
              aria-label={t("form.remove")}
              onClick={() => onChange(withKey(map, name, undefined))}
            >
              <X size={12} />
            </ActionIcon>
          </div>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<Plus size={12} />}
        onClick={() => onChange({ ...map, [freeName(map)]: "" })}
      >
        {t("form.addRow")}
      </Button>
    </div>
  );
}

/** Return the first of value1, value2 ... that is free. */
export function freeName(map: JsonObject): string {
  for (let number = 1; ; number++) if (!(`value${number}` in map)) return `value${number}`;
}
