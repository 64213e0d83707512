/** A text editor for FEEL; it comes in a chunk of its own. */

import type { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import type { FeelFinding, FeelKind } from "../api/types";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import { shownValue } from "../testcall/Variables";
import type { FeelName } from "./names";
import { markFindings, openEditor, replaceText, type Surroundings } from "./setup";
import { typeWord } from "./typeWord";

export interface EditorProps {
  kind: FeelKind;
  label: string;
  hint: string;
  value: string;
  names: readonly FeelName[];
  findings: readonly FeelFinding[];
  onChange: (text: string) => void;
  onBlur?: (() => void) | undefined;
}

const MAX_SHOWN = 24;

export default function FeelEditor({
  kind,
  label,
  hint,
  value,
  names,
  findings,
  onChange,
  onBlur,
}: EditorProps) {
  const { t, say } = useWords();
  const functions = useCatalog((catalog) => catalog.functions);
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  // What the editor itself said last: only another text is put in, or fast typing would be turned back.
  const said = useRef(value);
  const around = useRef<Surroundings>(null);
  around.current = {
    names,
    functions,
    say,
    describe: ({ type, value: last }) => {
      const shown = last === undefined || last === null ? "" : ` · ${shownValue(last).slice(0, MAX_SHOWN)}`;
      return `${type ? typeWord(t, type) : ""}${shown}`;
    },
    onChange: (text) => {
      said.current = text;
      onChange(text);
    },
  };
  useEffect(() => {
    const parent = place.current;
    if (!parent) return undefined;
    const made = openEditor(
      parent,
      said.current,
      { kind, label, hint },
      () => around.current as Surroundings,
    );
    view.current = made;
    return () => made.destroy();
  }, [kind, label, hint]);
  useEffect(() => {
    if (value === said.current) return;
    said.current = value;
    if (view.current) replaceText(view.current, value);
  }, [value]);
  useEffect(() => {
    if (view.current) markFindings(view.current, findings, say);
    // `say` is another function at each drawing; the language is what counts.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [findings]);
  return <div ref={place} className="feel-editor" onBlur={onBlur} />;
}
