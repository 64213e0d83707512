/** A prompt: choose one or make one, hear it, and write what it says in each language. */

import { ActionIcon, Autocomplete, Tooltip } from "@mantine/core";
import { Mic, Play } from "lucide-react";
import { useEffect, useState } from "react";
import { api, promptSound } from "../api/client";
import { FeelInput } from "../feel/FeelInput";
import { RecordDialog } from "../prompts/RecordDialog";
import { hear } from "../prompts/sound";
import { useCatalog } from "../shell/catalog";
import { tellError } from "../shell/notices";
import { useWords, type Language } from "../words/words";
import type { FieldProps } from "./SettingField";

const LANGUAGES: readonly Language[] = ["zh-CN", "en"];

/** Return a free name for a new prompt of this step. */
export function newPromptName(step: string, taken: readonly string[]): string {
  if (!taken.includes(step)) return step;
  for (let number = 2; ; number++) if (!taken.includes(`${step}-${number}`)) return `${step}-${number}`;
}

export function PromptField({ value, onChange, label }: FieldProps & { label: string }) {
  return <PromptPicker label={label} name={typeof value === "string" ? value : ""} onChange={onChange} />;
}

interface Props {
  label: string;
  name: string;
  onChange: (name: string) => void;
}

export function PromptPicker({ label, name, onChange }: Props) {
  const { t, language } = useWords();
  const prompts = useCatalog((catalog) => catalog.prompts);
  const textOf = (one: string): string => prompts[one]?.languages[language]?.text ?? "";
  const fits = (one: string, search: string): boolean => one.includes(search) || textOf(one).includes(search);
  return (
    <div className="prompt">
      <Autocomplete
        aria-label={label}
        placeholder={t("form.promptHint")}
        data={Object.keys(prompts)}
        value={name}
        maxLength={80}
        onChange={onChange}
        filter={({ search }) =>
          Object.keys(prompts)
            .filter((one) => prompts[search] !== undefined || fits(one, search))
            .map((one) => ({ value: one, label: one }))
        }
        renderOption={({ option }) => (
          <span className="prompt-option">
            <strong>{option.value}</strong>
            <small>{textOf(option.value)}</small>
          </span>
        )}
      />
      {name && LANGUAGES.map((one) => <PromptText key={`${name} ${one}`} name={name} of={one} />)}
    </div>
  );
}

/** A prompt in one language: its words, written to the file when the field is left, to hear and to record. */
function PromptText({ name, of }: { name: string; of: Language }) {
  const { t } = useWords();
  const prompt = useCatalog((catalog) => catalog.prompts[name]);
  const kept = prompt?.languages[of];
  const [recording, setRecording] = useState(false);
  const readPrompts = useCatalog((catalog) => catalog.readPrompts);
  const text = kept?.text ?? "";
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  const write = (): void => {
    if (typed === text || !typed.trim()) return;
    api.writePrompt(name, of, typed).then(readPrompts).catch(tellError);
  };
  const tongue = t(of === "en" ? "language.en" : "language.zh");
  return (
    <div className="prompt-text">
      <span className="prompt-tongue" title={tongue} aria-hidden>
        {of === "en" ? "EN" : "中"}
      </span>
      <div lang={of}>
        <FeelInput
          kind="template"
          label={t("form.promptText", { language: tongue })}
          hint={t("form.promptText", { language: tongue })}
          value={typed}
          onChange={setTyped}
          onBlur={write}
        />
      </div>
      <Tooltip label={kept?.recording ? t("form.hearRecording") : t("form.hear")}>
        <ActionIcon
          aria-label={`${t("form.hear")} · ${tongue}`}
          disabled={!kept}
          onClick={() => hear(`${promptSound(name, of)}?${Date.now()}`)}
        >
          <Play size={14} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t("record.open")}>
        <ActionIcon
          aria-label={`${t("record.open")} · ${tongue}`}
          disabled={!prompt}
          onClick={() => setRecording(true)}
        >
          <Mic size={14} />
        </ActionIcon>
      </Tooltip>
      {recording && prompt && (
        <RecordDialog prompt={prompt} language={of} source="microphone" onClose={() => setRecording(false)} />
      )}
    </div>
  );
}
