/** Settings that belong together; a group that may be missing has a switch. */

import { Switch } from "@mantine/core";
import { isObject, withKey, type JsonObject } from "../model/document";
import { useWords } from "../words/words";
import { SettingField, type FieldProps } from "./SettingField";

export function GroupField({ field, path, value, onChange, label }: FieldProps & { label: string }) {
  const { t } = useWords();
  const group: JsonObject = isObject(value) ? value : {};
  const on = field.required || isObject(value);
  return (
    <div className="group">
      {!field.required && (
        <Switch
          label={t("form.use")}
          aria-label={label}
          checked={on}
          onChange={(event) => onChange(event.currentTarget.checked ? {} : undefined)}
        />
      )}
      {on &&
        field.parts.map((part) => (
          <SettingField
            key={part.name}
            field={part}
            path={[...path, part.name]}
            value={group[part.name]}
            onChange={(changed) => onChange(withKey(group, part.name, changed))}
          />
        ))}
    </div>
  );
}
