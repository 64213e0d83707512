/** An expression in FEEL: checked while it is typed, with the flow's names and functions offered. */

import { Autocomplete } from "@mantine/core";
import { useEffect, useState } from "react";
import { api } from "../api/client";
import type { FeelFinding } from "../api/types";
import type { Json } from "../model/document";
import type { Field } from "../model/schema";
import { useCatalog } from "../shell/catalog";
import { tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { useForm } from "./context";

interface Props {
  field: Field;
  value: Json | undefined;
  label: string;
  onChange: (value: Json | undefined) => void;
}

const PAUSE_MS = 400;
const OFFERED = 8;

export function FeelField({ field, value, label, onChange }: Props) {
  const { t, say } = useWords();
  const { names } = useForm();
  const functions = useCatalog((catalog) => catalog.functions);
  const text = typeof value === "string" ? value : value === undefined || value === null ? "" : String(value);
  const findings = useFindings(text, names);
  const offers = offersFor(text, [...names, ...functions.map((name) => `${name}(`)]);
  return (
    <>
      <Autocomplete
        aria-label={label}
        className="feel"
        placeholder={t("form.feelExample")}
        value={text}
        data={offers}
        filter={({ options }) => options}
        onChange={(typed) => onChange(typed === "" && !field.required ? undefined : typed)}
      />
      {findings.map((finding) => (
        <span key={say(finding.message)} className="complaint complaint-warning">
          ! {say(finding.message)}
        </span>
      ))}
    </>
  );
}

/** Return the whole texts that result from finishing the last word. */
export function offersFor(text: string, words: readonly string[]): string[] {
  const last = /[\p{L}_$][\p{L}\p{N}_.$]*$/u.exec(text)?.[0] ?? "";
  if (!last) return [];
  const head = text.slice(0, text.length - last.length);
  const fitting = words.filter((word) => word !== last && word.toLowerCase().startsWith(last.toLowerCase()));
  return [...new Set(fitting)].slice(0, OFFERED).map((word) => head + word);
}

function useFindings(text: string, names: readonly string[]): FeelFinding[] {
  const [findings, setFindings] = useState<FeelFinding[]>([]);
  const known = names.join("\n");
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      if (!text.trim()) return setFindings([]);
      api
        .checkFeel(text, known.split("\n"))
        .then((answer) => current && setFindings(answer.findings))
        .catch(tellError);
      return undefined;
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, known]);
  return findings;
}
