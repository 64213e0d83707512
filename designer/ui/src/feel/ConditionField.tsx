/** A condition, chosen by rows or written as FEEL: two views of the same text. */

import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useWords } from "../words/words";
import { ConditionBuilder } from "./ConditionBuilder";
import { FeelInput, Findings } from "./FeelInput";
import { parseCondition, printCondition, type Condition } from "./condition";
import { useAround, useFindings } from "./useFeel";

interface Props {
  label: string;
  value: string;
  own: Readonly<Record<string, string>>;
  onChange: (text: string) => void;
}

export function ConditionField({ label, value, own, onChange }: Props) {
  const { t } = useWords();
  const { names, types } = useAround(own);
  const [view, setView] = useState<"rows" | "text" | null>(null);
  // Rows that are not finished yet have no text that could be read back.
  const [draft, setDraft] = useState<{ text: string; condition: Condition } | null>(null);
  const read = parseCondition(
    value,
    names.map((one) => one.name),
  );
  const condition = draft?.text === value ? draft.condition : read;
  const shown = condition === null ? "text" : (view ?? "rows");
  const take = (next: Condition): void => {
    const text = printCondition(next);
    setDraft({ text, condition: next });
    onChange(text);
  };
  return (
    <div className="condition-field">
      <SegmentedControl
        size="xs"
        aria-label={t("condition.how")}
        data={[
          { value: "rows", label: t("condition.rows"), disabled: condition === null },
          { value: "text", label: t("condition.text") },
        ]}
        value={shown}
        onChange={(chosen) => setView(chosen === "text" ? "text" : "rows")}
      />
      {shown === "text" || !condition ? (
        <>
          <FeelInput label={label} value={value} hint={t("form.feelExample")} own={own} onChange={onChange} />
          {condition === null && value.trim() !== "" && (
            <span className="muted">{t("condition.beyond")}</span>
          )}
        </>
      ) : (
        <fieldset className="plain-set" aria-label={label}>
          <ConditionBuilder condition={condition} names={names} onChange={take} />
          <RowFindings value={value} types={types} onRepair={onChange} />
        </fieldset>
      )}
    </div>
  );
}

function RowFindings({
  value,
  types,
  onRepair,
}: {
  value: string;
  types: Parameters<typeof useFindings>[2];
  onRepair: (text: string) => void;
}) {
  return <Findings findings={useFindings(value, "expression", types, "")} onRepair={onRepair} />;
}
