/** The line above the canvas that finds steps: Enter goes to the next, Shift+Enter back, Escape ends it. */

import { ActionIcon, TextInput } from "@mantine/core";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { placesOf, select, useDocument } from "../editor/store";
import { focusStep } from "../editor/steps";
import { stepsOf } from "../model/document";
import { findSteps } from "../model/find";
import { promptNames } from "../model/summary";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import { stepTitle } from "./cards";
import { closeFind, useFind } from "./find";
import { reveal } from "./view";

export function FindBar() {
  const opened = useFind((find) => find.opened);
  return opened ? <Bar /> : null;
}

function useFound(text: string): string[] {
  const { language } = useWords();
  const document = useDocument();
  const { types, prompts } = useCatalog();
  return useMemo(() => {
    const steps = stepsOf(document);
    return findSteps(document, text, (id) => {
      const step = steps[id];
      if (!step) return [];
      const said = Object.values(step)
        .flatMap(promptNames)
        .flatMap((name) => Object.values(prompts[name]?.languages ?? {}))
        .map((one) => one.text);
      return [stepTitle(id, step, types[step.type], language), ...said];
    });
  }, [document, text, language, types, prompts]);
}

function Bar() {
  const { t } = useWords();
  const document = useDocument();
  const types = useCatalog((catalog) => catalog.types);
  const text = useFind((find) => find.text);
  const found = useFound(text);
  const [at, setAt] = useState(-1);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => useFind.setState({ found: new Set(found) }), [found]);
  const go = (by: number): void => {
    if (found.length === 0) return;
    const next = (Math.max(at, by > 0 ? -1 : 0) + by + found.length) % found.length;
    const id = found[next] ?? "";
    setAt(next);
    select([id]);
    reveal(placesOf(document, types)[id] ?? [0, 0]);
  };
  const leave = (): void => {
    const id = found[at] ?? "";
    closeFind();
    focusStep(id);
  };
  const hear = (event: KeyboardEvent): void => {
    if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const count = found.length ? t("find.count", { at: Math.max(at, 0) + 1, n: found.length }) : t("find.none");
  return (
    <div className="find" role="search" aria-label={t("find.label")}>
      <TextInput
        ref={field}
        aria-label={t("find.label")}
        placeholder={t("find.placeholder")}
        value={text}
        maxLength={200}
        onChange={(event) => {
          setAt(-1);
          useFind.setState({ text: event.currentTarget.value });
        }}
        onKeyDown={hear}
      />
      <span role="status">{text.trim() ? count : ""}</span>
      <Tool label={t("find.back")} onClick={() => go(-1)}>
        <ChevronUp size={14} />
      </Tool>
      <Tool label={t("find.next")} onClick={() => go(1)}>
        <ChevronDown size={14} />
      </Tool>
      <Tool label={t("app.close")} onClick={leave}>
        <X size={14} />
      </Tool>
    </div>
  );
}

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <ActionIcon aria-label={label} title={label} onClick={onClick}>
      {children}
    </ActionIcon>
  );
}
