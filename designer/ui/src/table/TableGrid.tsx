/** The grid of a decision table: conditions, results and exits by row, with the line that the chosen cell is written in. */

import { Button } from "@mantine/core";
import { Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { perform, useDocument } from "../editor/store";
import { FeelInput } from "../feel/FeelInput";
import { useAround } from "../feel/useFeel";
import { stepsOf, wiresOf, type Step } from "../model/document";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import { setTable } from "./commands";
import { addColumn, addRow, settingsOf, stepFrom, tableOf, type Place, type Table } from "./model";
import { GridHead } from "./GridHead";
import { GridRow } from "./GridRow";
import { Policy } from "./Policy";
import { TableProblems, useTableProblems } from "./TableProblems";
import { TableTrial } from "./TableTrial";
import { rowTrial, useTrial } from "./trial";
import type { Writing } from "./writing";
import "./table.css";

export default function TableGrid({ id }: { id: string }) {
  const step = stepsOf(useDocument())[id];
  return step ? <Grid id={id} step={step} /> : null;
}

function Grid({ id, step }: { id: string; step: Step }) {
  const { t } = useWords();
  const around = useAround();
  const table = tableOf(step);
  const tried = useTrial(step, table, around);
  const type = useCatalog((catalog) => catalog.types[step.type]);
  const problems = useTableProblems(id);
  const [writing, setWriting] = useState<Writing | null>(null);
  const grid = useRef<HTMLTableElement>(null);
  useEffect(() => {
    const element = grid.current;
    element?.addEventListener("keydown", walk);
    return () => element?.removeEventListener("keydown", walk);
  }, []);
  const change = (next: Table): void => perform(setTable(id, type, settingsOf(next)));
  const exits = [...new Set([...table.rows.map((row) => row.exit), ...Object.keys(wiresOf(step))])].filter(
    (name) => name && name !== "otherwise" && name !== "error",
  );
  const parts = { table, change, setWriting, problems };
  return (
    <div className="table-editor">
      <Policy id={id} step={step} type={type} />
      <TableTrial table={table} tried={tried} around={around} />
      <WritingLine writing={writing} table={table} change={change} />
      <div className="table-scroll">
        <table ref={grid} className="table-grid" aria-label={t("table.title")}>
          <GridHead {...parts} policy={String(step["hit_policy"] ?? "UNIQUE")} tried={tried} />
          <tbody>
            {table.rows.map((row, at) => (
              <GridRow key={at} {...parts} at={at} row={row} exits={exits} trial={rowTrial(tried, at)} />
            ))}
          </tbody>
        </table>
      </div>
      <div className="table-tools">
        <AddButton label={t("table.addRow")} onClick={() => change(addRow(table, exits[0] ?? "exit"))} />
        <AddButton
          label={t("table.addInput")}
          onClick={() => change(addColumn(table, "inputs", { value: "" }))}
        />
        <AddButton
          label={t("table.addOutput")}
          onClick={() => change(addColumn(table, "outputs", { variable: "" }))}
        />
        <span className="muted">{t("table.keys")}</span>
      </div>
      <TableProblems problems={problems} />
    </div>
  );
}

function AddButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button variant="default" size="compact-sm" leftSection={<Plus size={12} />} onClick={onClick}>
      {label}
    </Button>
  );
}

/** The chosen cell with completion, findings and repairs, as the line above a spreadsheet. */
function WritingLine({
  writing,
  table,
  change,
}: {
  writing: Writing | null;
  table: Table;
  change: (table: Table) => void;
}) {
  const text = writing?.read(table);
  if (!writing || text === undefined) return <div className="writing-line muted" aria-hidden />;
  return (
    <div className="writing-line">
      <span className="muted">{writing.title}</span>
      <FeelInput
        key={writing.title}
        kind={writing.kind}
        label={writing.title}
        value={text}
        subject={writing.subject?.(table) ?? ""}
        plain={writing.kind !== "expression"}
        onChange={(typed) => change(writing.write(table, typed))}
      />
    </div>
  );
}

const placeOf = (cell: HTMLElement): Place => {
  const [row = 0, column = 0] = (cell.dataset["place"] ?? "").split(",").map(Number);
  return { row, column };
};

/** Move between cells: Alt with an arrow anywhere, Enter to the row below. */
function walk(this: HTMLElement, event: KeyboardEvent): void {
  const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-place]");
  const key = event.key === "Enter" ? "ArrowDown" : event.altKey ? event.key : "";
  if (!cell || !key.startsWith("Arrow")) return;
  const places = [...this.querySelectorAll<HTMLElement>("[data-place]")].map(placeOf);
  const rows = Math.max(...places.map((one) => one.row)) + 1;
  const columns = Math.max(...places.map((one) => one.column)) + 1;
  const next = stepFrom(placeOf(cell), key, rows, columns);
  const there = this.querySelector<HTMLElement>(`[data-place="${next.row},${next.column}"]`);
  const field = there instanceof HTMLInputElement ? there : there?.querySelector("input");
  field?.focus();
  field?.select();
  event.preventDefault();
}
