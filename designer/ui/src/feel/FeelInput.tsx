/** A FEEL editor with what is wrong below it, each with its repair, and the value that the text comes to. */

import { Button } from "@mantine/core";
import { SlidersHorizontal } from "lucide-react";
import { Suspense, lazy, useState } from "react";
import type { FeelFinding, FeelKind, FeelValue } from "../api/types";
import { useWords } from "../words/words";
import { hasSamples, SampleFields } from "./SampleFields";
import { useAround, useFindings, usePreview, type Around } from "./useFeel";
import "./feel.css";

const FeelEditor = lazy(() => import("./FeelEditor"));

interface Props {
  kind?: FeelKind;
  label: string;
  value: string;
  hint?: string;
  /** Names that are known in this text alone, with their types. */
  own?: Readonly<Record<string, string>>;
  /** The expression whose value unary tests are of. */
  subject?: string;
  /** Say nothing of the value. */
  plain?: boolean;
  onChange: (text: string) => void;
  onBlur?: () => void;
}

export function FeelInput({
  kind = "expression",
  label,
  value,
  hint = "",
  own,
  subject = "",
  plain,
  onChange,
  onBlur,
}: Props) {
  const around = useAround(own);
  const findings = useFindings(value, kind, around.types, subject);
  const isSound = !plain && !findings.some((one) => one.severity === "error");
  const preview = usePreview(value, kind, around.values, around.at, isSound);
  return (
    <div className={`feel ${kind === "template" ? "feel-template" : "feel-code"}`}>
      <Suspense fallback={<div className="feel-editor feel-waiting">{value}</div>}>
        <FeelEditor
          kind={kind}
          label={label}
          hint={hint}
          value={value}
          names={around.names}
          findings={findings}
          onChange={onChange}
          onBlur={onBlur}
        />
      </Suspense>
      <Findings findings={findings} onRepair={onChange} />
      {preview && <Preview text={value} value={preview} around={around} />}
    </div>
  );
}

export function Findings({
  findings,
  onRepair,
}: {
  findings: readonly FeelFinding[];
  onRepair: (text: string) => void;
}) {
  const { t, say } = useWords();
  return findings.map((finding) => (
    <div key={`${finding.code} ${String(finding.span)}`} className="feel-finding">
      <span className={`complaint complaint-${finding.severity}`}>
        {finding.severity === "error" ? "✕" : "!"} {say(finding.message)}
      </span>
      {finding.repair !== null && (
        <Button variant="light" size="compact-xs" onClick={() => onRepair(finding.repair ?? "")}>
          {t("feel.repair", { text: finding.repair })}
        </Button>
      )}
    </div>
  ));
}

/** The value, and the fields to try others: it stays open while the person types. */
function Preview({ text, value, around }: { text: string; value: FeelValue; around: Around }) {
  const { t, say } = useWords();
  const [open, setOpen] = useState(false);
  const [reason] = value.diagnostics;
  const whose = around.tried ? "tried" : around.called ? "last" : "sample";
  return (
    <div className="feel-value">
      <div className="feel-value-line">
        <output className="feel-preview" title={t(`feel.${whose}Values`)}>
          <span className="muted">{t(`feel.${whose}`)}</span>{" "}
          <code>{value.value === null ? t("feel.null") : value.text}</code>
          {value.value === null && reason && <span className="muted"> · {say(reason.message)}</span>}
        </output>
        {hasSamples([text], around.names) && (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<SlidersHorizontal size={12} />}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {t("feel.try")}
          </Button>
        )}
      </div>
      {open && <SampleFields texts={[text]} around={around} />}
    </div>
  );
}
