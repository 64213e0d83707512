/** What the test call is to be like: who calls, when, and what the other side does. */

import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { ChevronRight } from "lucide-react";
import { stepTitle } from "../canvas/cards";
import { useDocument } from "../editor/store";
import { stepsOf } from "../model/document";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import type { Options } from "./store";

const OUTCOMES = ["answered", "busy", "no_answer", "failed"] as const;

export function CallChoices({
  options,
  onChange,
}: {
  options: Options;
  onChange: (options: Options) => void;
}) {
  const { t, language } = useWords();
  const [open, setOpen] = useState(options.at !== "");
  const steps = Object.entries(stepsOf(useDocument()));
  const types = useCatalog((catalog) => catalog.types);
  const set = (change: Partial<Options>): void => onChange({ ...options, ...change });
  return (
    <section className="choices">
      <button type="button" className="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronRight size={14} aria-hidden /> {t("test.choices")}
      </button>
      {open && (
        <div className="stack">
          <TextInput
            label={t("test.caller")}
            value={options.caller}
            maxLength={30}
            onChange={(event) => set({ caller: event.currentTarget.value })}
          />
          <Select
            label={t("test.dial")}
            data={OUTCOMES.map((value) => ({ value, label: t(`test.dial.${value}`) }))}
            value={options.dial}
            allowDeselect={false}
            onChange={(dial) => set({ dial: dial ?? "answered" })}
          />
          <Select
            label={t("test.language")}
            data={[
              { value: "", label: t("test.flowLanguage") },
              { value: "zh-CN", label: t("language.zh") },
              { value: "en", label: t("language.en") },
            ]}
            value={options.language}
            allowDeselect={false}
            onChange={(chosen) => set({ language: chosen ?? "" })}
          />
          <Select
            label={t("test.from")}
            data={[
              { value: "", label: t("test.fromStart") },
              ...steps.map(([id, step]) => ({
                value: id,
                label: stepTitle(id, step, types[step.type], language),
              })),
            ]}
            value={options.from}
            allowDeselect={false}
            onChange={(from) => set({ from: from ?? "" })}
          />
          <TextInput
            type="datetime-local"
            label={t("test.at")}
            value={options.at}
            onChange={(event) => set({ at: event.currentTarget.value })}
          />
        </div>
      )}
    </section>
  );
}
