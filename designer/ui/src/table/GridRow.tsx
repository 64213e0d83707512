/** One row of a decision table. */

import { ActionIcon } from "@mantine/core";
import { ArrowDown, ArrowUp, Check, X } from "lucide-react";
import { useId } from "react";
import { CommitInput } from "../form/CommitInput";
import { useWords } from "../words/words";
import type { GridParts } from "./GridHead";
import { ANYTHING, moveRow, removeRow, setCell, setExit, type Side, type TableRow } from "./model";
import { problemsIn, type TableProblem } from "./TableProblems";
import type { RowTrial } from "./trial";
import { cellWriting, columnName } from "./writing";

interface Props extends GridParts {
  at: number;
  row: TableRow;
  exits: readonly string[];
  problems: readonly TableProblem[];
  trial: RowTrial | null;
}

export function GridRow({ at, row, exits, problems, trial, ...parts }: Props) {
  const { t, say } = useWords();
  const { table, change } = parts;
  const own = problemsIn(problems, ["rows", at]);
  const about = own.filter((one) => one.path.length === 2);
  const cell = (side: Side, column: number, text: string) => (
    <Cell key={`${side}${column}`} {...parts} {...{ at, side, column, text, trial, problems: own }} />
  );
  return (
    <tr className={`${about.length ? "row-marked" : ""} ${trial?.answers ? "row-answers" : ""}`}>
      <th scope="row" title={about.map((one) => say(one.problem.message)).join("\n")}>
        {at + 1}
        {about.length > 0 && <span className="row-mark">!</span>}
        {trial?.holds && (
          <Check
            className="row-holds"
            size={13}
            role="img"
            aria-label={t(trial.answers ? "table.answer" : "table.hit")}
          />
        )}
      </th>
      {row.when.map((text, column) => cell("inputs", column, text))}
      {row.results.map((text, column) => cell("outputs", column, text))}
      <td data-place={`${at},${row.when.length + row.results.length}`} className="exit-cell">
        <ExitCell
          at={at}
          exit={row.exit}
          exits={exits}
          onCommit={(name) => change(setExit(table, at, name))}
        />
      </td>
      <td className="table-row-tools">
        <ActionIcon
          size={20}
          aria-label={t("table.rowUp", { n: at + 1 })}
          disabled={at === 0}
          onClick={() => change(moveRow(table, at, at - 1))}
        >
          <ArrowUp size={12} />
        </ActionIcon>
        <ActionIcon
          size={20}
          aria-label={t("table.rowDown", { n: at + 1 })}
          disabled={at === table.rows.length - 1}
          onClick={() => change(moveRow(table, at, at + 1))}
        >
          <ArrowDown size={12} />
        </ActionIcon>
        <ActionIcon
          size={20}
          aria-label={t("table.removeRow", { n: at + 1 })}
          disabled={table.rows.length === 1}
          onClick={() => change(removeRow(table, at))}
        >
          <X size={12} />
        </ActionIcon>
      </td>
    </tr>
  );
}

interface CellProps extends GridParts {
  at: number;
  side: Side;
  column: number;
  text: string;
  problems: readonly TableProblem[];
  trial: RowTrial | null;
}

function Cell({ at, side, column, text, problems, trial, table, change, setWriting }: CellProps) {
  const { t, say } = useWords();
  const title = t("table.cell", { name: columnName(table, side, column), n: at + 1 });
  const wrong = problemsIn(problems, ["rows", at, side === "inputs" ? "when" : "results", column]);
  const worst = wrong.find((one) => one.problem.severity === "error") ?? wrong[0];
  const place = `${at},${side === "inputs" ? column : table.inputs.length + column}`;
  const verdict = side === "inputs" && text !== ANYTHING ? (trial?.cells[column] ?? null) : null;
  const outcome =
    verdict === null
      ? ""
      : t(verdict ? "table.cellTrue" : "table.cellFalse", { value: trial?.values[column] ?? "" });
  return (
    <td
      className={`table-${side} ${worst ? `cell-${worst.problem.severity}` : ""}`}
      data-verdict={verdict ?? undefined}
    >
      <input
        aria-label={title}
        aria-invalid={worst !== undefined}
        className="feel-cell"
        data-place={place}
        title={[...wrong.map((one) => say(one.problem.message)), outcome].filter(Boolean).join("\n")}
        placeholder={side === "inputs" ? t("table.anything") : ""}
        value={text === ANYTHING && side === "inputs" ? "" : text}
        onFocus={() => setWriting(cellWriting(title, at, side, column))}
        onChange={(event) => {
          const typed = event.currentTarget.value;
          change(setCell(table, at, side, column, typed || (side === "inputs" ? ANYTHING : "")));
        }}
      />
    </td>
  );
}

function ExitCell({
  at,
  exit,
  exits,
  onCommit,
}: {
  at: number;
  exit: string;
  exits: readonly string[];
  onCommit: (name: string) => void;
}) {
  const { t } = useWords();
  const list = useId();
  return (
    <>
      <CommitInput
        label={t("table.cell", { name: t("table.exit"), n: at + 1 })}
        value={exit}
        list={list}
        onCommit={onCommit}
      />
      <datalist id={list}>
        {exits.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}
