/** The flow's variables and what each holds when a call begins. */

import { ActionIcon, Button } from "@mantine/core";
import { Plus, Table, X } from "lucide-react";
import { useState } from "react";
import { perform, useDocument } from "../editor/store";
import { CommitInput } from "../form/CommitInput";
import { freeName } from "../form/RowsField";
import { setFlow } from "../model/commands";
import { isObject, withKey, type Json, type JsonObject } from "../model/document";
import { recordsOf, type Records } from "../model/records";
import { textOf, valueOf } from "../model/values";
import { useWords } from "../words/words";
import { RecordsDialog } from "./RecordsDialog";

interface StartProps {
  name: string;
  value: Json | undefined;
  onChange: (value: Json) => void;
}

/** A plain value is typed here, a table has a dialog of its own; other groups are shown in outline. */
function StartValue({ name, value, onChange }: StartProps) {
  const { t } = useWords();
  const records = recordsOf(value);
  if (records) return <TableValue name={name} records={records} onChange={onChange} />;
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

function TableValue({ name, records, onChange }: Omit<StartProps, "value"> & { records: Records }) {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<Table size={12} />}
        aria-label={`${t("records.title", { name })}: ${t("records.rows", { n: records.rows.length })}`}
        onClick={() => setOpened(true)}
      >
        {t("records.rows", { n: records.rows.length })}
      </Button>
      {opened && (
        <RecordsDialog name={name} records={records} onChange={onChange} onClose={() => setOpened(false)} />
      )}
    </>
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
          <StartValue name={name} value={item} onChange={(changed) => change({ ...map, [name]: changed })} />
          <ActionIcon aria-label={t("form.remove")} onClick={() => change(withKey(map, name, undefined))}>
            <X size={14} />
          </ActionIcon>
        </div>
      ))}
      <div className="variable-tools">
        <AddVariable
          label={t("flow.addVariable")}
          onClick={() => change({ ...map, [freeName(map)]: null })}
        />
        <AddVariable label={t("flow.addTable")} onClick={() => change({ ...map, [freeName(map)]: [] })} />
      </div>
    </section>
  );
}

function AddVariable({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button variant="default" size="compact-xs" leftSection={<Plus size={12} />} onClick={onClick}>
      {label}
    </Button>
  );
}
