/** What happens when several rows of a decision table hold. */

import { Select, TextInput } from "@mantine/core";
import { perform } from "../editor/store";
import type { Json, Step } from "../model/document";
import { wordFor, type NodeType } from "../model/nodeType";
import { useWords } from "../words/words";
import { setTable } from "./commands";

const POLICIES = ["UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER"];
const AGGREGATIONS = ["list", "sum", "min", "max", "count"];

export function Policy({ id, step, type }: { id: string; step: Step; type: NodeType | undefined }) {
  const { t, language } = useWords();
  const policy = String(step["hit_policy"] ?? "UNIQUE");
  const word = (name: string) => ({ value: name, label: wordFor(type, name, language) });
  const set = (key: string, value: Json | undefined): void => perform(setTable(id, type, { [key]: value }));
  const choose = (chosen: string): void =>
    perform(
      setTable(id, type, {
        hit_policy: chosen === "UNIQUE" ? undefined : chosen,
        ...(chosen !== "COLLECT" && { aggregation: undefined }),
        ...(chosen !== "PRIORITY" && { exit_order: undefined }),
      }),
    );
  const order = Array.isArray(step["exit_order"]) ? step["exit_order"].map(String) : [];
  return (
    <div className="table-policy">
      <Select
        label={t("table.policy")}
        data={POLICIES.map(word)}
        value={policy}
        allowDeselect={false}
        w={280}
        onChange={(chosen) => chosen && choose(chosen)}
      />
      {policy === "COLLECT" && (
        <Select
          label={t("table.aggregation")}
          data={AGGREGATIONS.map(word)}
          value={String(step["aggregation"] ?? "list")}
          allowDeselect={false}
          onChange={(chosen) => set("aggregation", chosen === "list" ? undefined : (chosen ?? undefined))}
        />
      )}
      {policy === "PRIORITY" && (
        <TextInput
          key={order.join(",")}
          label={t("table.exitOrder")}
          defaultValue={order.join(", ")}
          w={320}
          onBlur={(event) => {
            const names = event.currentTarget.value.split(/[,，]/).map((name) => name.trim());
            set("exit_order", names.some(Boolean) ? names.filter(Boolean) : undefined);
          }}
        />
      )}
    </div>
  );
}
