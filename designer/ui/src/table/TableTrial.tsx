/** Sample values for a decision table, and what the table answers for them. */

import { SampleFields } from "../feel/SampleFields";
import type { TableTried } from "../api/types";
import type { Around } from "../feel/useFeel";
import { wordFor } from "../model/nodeType";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import type { Table } from "./model";

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

interface Props {
  table: Table;
  tried: TableTried | null;
  around: Around;
}

export function TableTrial({ table, tried, around }: Props) {
  const { t } = useWords();
  const texts = [
    ...table.inputs.map((one) => textOf(one["value"])),
    ...table.rows.flatMap((row) => [...row.when, ...row.results]),
  ];
  return (
    <section className="table-trial" aria-label={t("table.trial")}>
      <span className="muted">{t("table.trialOf")}</span>
      <SampleFields texts={texts} around={around} />
      <output className="table-answer" aria-live="polite">
        {tried && <Answer table={table} tried={tried} />}
      </output>
    </section>
  );
}

function Answer({ table, tried }: { table: Table; tried: TableTried }) {
  const { t, say, language } = useWords();
  const type = useCatalog((catalog) => catalog.types["decision_table"]);
  if (tried.problem) return <span className="complaint complaint-error">✕ {say(tried.problem)}</span>;
  const rows = tried.answers.map((row) => row + 1).join(", ");
  const who =
    tried.answers.length === 0
      ? t("table.noRow")
      : t(tried.answers.length > 1 ? "table.answersAll" : "table.answers", { rows });
  return (
    <>
      <strong>{who}</strong> {t("table.leaves", { exit: wordFor(type, tried.exit ?? "", language) })}{" "}
      {tried.outputs.map((text, column) => (
        <code key={column}>
          {textOf(table.outputs[column]?.["variable"])} = {text}
        </code>
      ))}
    </>
  );
}
