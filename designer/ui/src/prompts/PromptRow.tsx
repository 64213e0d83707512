/** One prompt in the list: what it says in each language, and a button to hear it. */

import { ActionIcon, Tooltip } from "@mantine/core";
import { Mic, Play } from "lucide-react";
import { promptSound } from "../api/client";
import type { Prompt } from "../api/types";
import { useWords } from "../words/words";
import { kindOf, lacks } from "./filters";
import { languageName } from "./names";
import { hear } from "./sound";
import { Users } from "./Users";

export const promptAddress = (name: string): string => `#/prompts/${encodeURIComponent(name)}`;

export function PromptRow({ prompt, languages }: { prompt: Prompt; languages: readonly string[] }) {
  const isShown = (language: string): boolean => lacks(prompt, language) || language in prompt.languages;
  return (
    <li className="prompt-item" data-prompt={prompt.name}>
      <div className="prompt-item-head">
        <a href={promptAddress(prompt.name)}>
          <strong>{prompt.name}</strong>
        </a>
        <span className="muted prompt-item-note">{prompt.note}</span>
        <Users of={prompt} most={3} />
      </div>
      {languages.filter(isShown).map((language) => (
        <Said key={language} prompt={prompt} language={language} />
      ))}
    </li>
  );
}

function Said({ prompt, language }: { prompt: Prompt; language: string }) {
  const { t } = useWords();
  const kind = kindOf(prompt, language);
  const said = prompt.languages[language];
  const tongue = languageName(language, t);
  return (
    <div className="prompt-said">
      <span className="prompt-said-tongue">{tongue}</span>
      {said ? (
        <Tooltip label={t("form.hear")}>
          <ActionIcon
            aria-label={t("prompts.hear", { name: prompt.name, language: tongue })}
            onClick={() => hear(`${promptSound(prompt.name, language)}?${Date.now()}`)}
          >
            <Play size={14} />
          </ActionIcon>
        </Tooltip>
      ) : (
        <span />
      )}
      <span className="prompt-said-text" lang={language}>
        {said?.text || (kind === "recorded" ? t("prompts.noText") : "")}
      </span>
      {kind === "recorded" && (
        <span className="mark mark-good">
          <Mic size={12} aria-hidden /> {t("prompts.recorded", { n: (said?.seconds ?? 0).toFixed(1) })}
        </span>
      )}
      {kind === "spoken" && <span className="mark">{t("prompts.spoken")}</span>}
      {kind === "missing" && <span className="mark mark-warning">{t("prompts.missing")}</span>}
    </div>
  );
}
