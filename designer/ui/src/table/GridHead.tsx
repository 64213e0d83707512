/** The headings of a decision table: what each column looks at or fills, and the tools to move and remove it. */

import { ActionIcon } from "@mantine/core";
import { ArrowLeft, ArrowRight, X } from "lucide-react";
import type { FeelValue, TableTried } from "../api/types";
import { useWords } from "../words/words";
import { moveColumn, removeColumn, setColumn, type Side, type Table } from "./model";
import { columnName, columnWriting, type Writing } from "./writing";

export interface GridParts {
  table: Table;
  change: (table: Table) => void;
  setWriting: (writing: Writing) => void;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

export function GridHead({
  policy,
  tried,
  ...parts
}: GridParts & { policy: string; tried: TableTried | null }) {
  const { t } = useWords();
  const { inputs, outputs } = parts.table;
  return (
    <thead>
      <tr>
        <th scope="col" aria-label="#" />
        {inputs.map((_, at) => (
          <ColumnHead
            key={`i${at}`}
            {...parts}
            side="inputs"
            at={at}
            policy={policy}
            now={tried?.values[at] ?? null}
          />
        ))}
        {outputs.map((_, at) => (
          <ColumnHead key={`o${at}`} {...parts} side="outputs" at={at} policy={policy} now={null} />
        ))}
        <th scope="col">{t("table.exit")}</th>
        <th scope="col" aria-label={t("form.remove")} />
      </tr>
    </thead>
  );
}

interface ColumnProps extends GridParts {
  side: Side;
  at: number;
  policy: string;
  /** What the value looked at is for the sample values. */
  now: FeelValue | null;
}

function ColumnHead({ side, at, policy, now, ...parts }: ColumnProps) {
  const { t } = useWords();
  const { table, change, setWriting } = parts;
  const name = columnName(table, side, at);
  const column = table[side][at] ?? {};
  const field = (key: string, label: string, kind: "expression" | "tests" | "list" | "") => (
    <input
      aria-label={`${label}: ${name}`}
      placeholder={label}
      className={kind ? "feel-cell" : ""}
      value={textOf(column[key])}
      onFocus={() => kind && setWriting(columnWriting(`${label}: ${at + 1}`, kind, side, at, key))}
      onChange={(event) => change(setColumn(table, side, at, key, event.currentTarget.value))}
    />
  );
  return (
    <th scope="col" className={`table-${side}`}>
      <div className="column-head">
        <span className="column-title">
          {field("label", t("table.heading", { n: at + 1 }), "")}
          <ColumnTools side={side} at={at} name={name} {...parts} />
        </span>
        {side === "inputs"
          ? field("value", t("table.input"), "expression")
          : field("variable", t("table.variable"), "")}
        {now && (
          <span className="column-now" title={t("table.looks", { value: now.text })}>
            = <code>{now.text}</code>
          </span>
        )}
        {side === "inputs" && field("values", t("table.possible"), "tests")}
        {side === "outputs" && policy === "PRIORITY" && field("values", t("table.order"), "list")}
        {side === "outputs" && field("default", t("table.default"), "expression")}
      </div>
    </th>
  );
}

function ColumnTools({
  side,
  at,
  name,
  table,
  change,
}: GridParts & { side: Side; at: number; name: string }) {
  const { t } = useWords();
  const isOnly = side === "inputs" && table.inputs.length === 1;
  return (
    <>
      <ActionIcon
        size={20}
        aria-label={t("table.columnLeft", { name })}
        disabled={at === 0}
        onClick={() => change(moveColumn(table, side, at, at - 1))}
      >
        <ArrowLeft size={12} />
      </ActionIcon>
      <ActionIcon
        size={20}
        aria-label={t("table.columnRight", { name })}
        disabled={at === table[side].length - 1}
        onClick={() => change(moveColumn(table, side, at, at + 1))}
      >
        <ArrowRight size={12} />
      </ActionIcon>
      <ActionIcon
        size={20}
        aria-label={t("table.removeColumn", { name })}
        disabled={isOnly}
        onClick={() => change(removeColumn(table, side, at))}
      >
        <X size={12} />
      </ActionIcon>
    </>
  );
}
