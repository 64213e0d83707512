/** The flow's variables and what each holds when a call begins. */

import { ActionIcon, Button } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { perform, useDocument } from "../editor/store";
import { CommitInput } from "../form/CommitInput";
import { freeName } from "../form/RowsField";
import { setFlow } from "../model/commands";
import { isObject, withKey, type Json, type JsonObject } from "../model/document";
import { useWords } from "../words/words";

/** Return the value that a typed text means, as the flow files read it: numbers, true, false, null, else text. */
export function valueOf(text: string): Json {
  if (/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(text)) return Number(text);
  if (text === "true" || text === "false") return text === "true";
  return text === "" || text === "null" ? null : text;
}

function textOf(value: Json | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}

/** Lists and groups are shown in outline; they are written in the file. */
function StartValue({ value, onChange }: { value: Json | undefined; onChange: (value: Json) => void }) {
  const { t } = useWords();
  if (typeof value === "object" && value !== null) {
    const count = Array.isArray(value) ? value.length : Object.keys(value).length;
    return (
      <span className="muted">{t(Array.isArray(value) ? "flow.list" : "flow.group", { n: count })}</span>
    );
  }
  return (
    <CommitInput
      label={t("flow.value")}
      placeholder={t("flow.value")}
      maxLength={2000}
      value={textOf(value)}
      onCommit={(text) => onChange(valueOf(text))}
    />
  );
}

function change(next: JsonObject): void {
  perform(setFlow("variables", Object.keys(next).length ? next : undefined));
}

export function FlowVariables() {
  const { t } = useWords();
  const value = useDocument()["variables"];
  const map: JsonObject = isObject(value) ? value : {};
  const rename = (old: string, name: string): void => {
    if (!name || name in map) return;
    change(Object.fromEntries(Object.entries(map).map(([key, one]) => [key === old ? name : key, one])));
  };
  return (
    <section className="rows" data-path="variables">
      <h3>{t("flow.variables")}</h3>
      {Object.entries(map).map(([name, item], index) => (
        <div key={index} className="variable-row" data-path={`variables/${name}`}>
          <CommitInput label={t("flow.variable")} value={name} onCommit={(text) => rename(name, text)} />
          <StartValue value={item} onChange={(changed) => change({ ...map, [name]: changed })} />
          <ActionIcon aria-label={t("form.remove")} onClick={() => change(withKey(map, name, undefined))}>
            <X size={14} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<Plus size={12} />}
        onClick={() => change({ ...map, [freeName(map)]: null })}
      >
        {t("flow.addVariable")}
      </Button>
    </section>
  );
}
