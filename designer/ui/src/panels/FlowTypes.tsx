/** What a flow takes from the flow that plays it as a part, and what it hands back: names and their kinds. */

import { ActionIcon, Button, Select } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { perform, useDocument } from "../editor/store";
import { CommitInput } from "../form/CommitInput";
import { freeName } from "../form/RowsField";
import { setFlow } from "../model/commands";
import { isObject, withKey, type JsonObject } from "../model/document";
import { useWords } from "../words/words";

const KINDS = ["string", "number", "boolean", "date", "time", "list", "context", "any"] as const;

export function FlowTypes({ of }: { of: "inputs" | "outputs" }) {
  const { t } = useWords();
  const value = useDocument()[of];
  const map: JsonObject = isObject(value) ? value : {};
  const change = (next: JsonObject): void =>
    perform(setFlow(of, Object.keys(next).length ? next : undefined));
  const rename = (old: string, name: string): void => {
    if (!name || name in map) return;
    change(Object.fromEntries(Object.entries(map).map(([key, one]) => [key === old ? name : key, one])));
  };
  return (
    <section className="rows" data-path={of}>
      <h3>{t(`flow.${of}`)}</h3>
      {Object.entries(map).map(([name, kind], index) => (
        <div key={index} className="variable-row" data-path={`${of}/${name}`}>
          <CommitInput label={t("flow.variable")} value={name} onCommit={(text) => rename(name, text)} />
          <Select
            aria-label={t("flow.kind", { name })}
            data={KINDS.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
            value={typeof kind === "string" ? kind : null}
            allowDeselect={false}
            onChange={(chosen) => chosen && change({ ...map, [name]: chosen })}
          />
          <ActionIcon aria-label={t("form.remove")} onClick={() => change(withKey(map, name, undefined))}>
            <X size={14} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<Plus size={12} />}
        onClick={() => change({ ...map, [freeName(map)]: "string" })}
      >
        {t("form.addRow")}
      </Button>
    </section>
  );
}
