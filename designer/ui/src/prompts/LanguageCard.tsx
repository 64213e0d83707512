/** A prompt in one language: its text, its sound, and the ways to another sound. */

import { Button, FileButton, Menu, Textarea } from "@mantine/core";
import { Cloud, History, Mic, MoreHorizontal, Play, Trash2, Undo2, Upload } from "lucide-react";
import { useEffect, useState } from "react";
import { promptSound } from "../api/client";
import { promptApi, type OnlineVoice } from "../api/prompts";
import type { Prompt } from "../api/types";
import { useCatalog } from "../shell/catalog";
import { tell, tellError } from "../shell/notices";
import { useWords, type WordKey } from "../words/words";
import { kindOf } from "./filters";
import { languageName } from "./names";
import { RecordDialog } from "./RecordDialog";
import { hear } from "./sound";

interface Props {
  prompt: Prompt;
  language: string;
}

/** What the server reads; the last four need an extra there, and it says so. */
const FILES = ".wav,.mp3,.flac,.ogg,.oga,.opus,.aiff,.au,audio/*,.m4a,.amr,.webm,.aac";

export function LanguageCard({ prompt, language }: Props) {
  const { t } = useWords();
  const [source, setSource] = useState<File | "microphone" | null>(null);
  const said = prompt.languages[language];
  const kind = kindOf(prompt, language);
  const tongue = languageName(language, t);
  const values = { n: (said?.seconds ?? 0).toFixed(1) };
  return (
    <section className="language-card" aria-label={tongue} data-language={language}>
      <div className="language-card-head">
        <h2>{tongue}</h2>
        <span
          className={`mark ${kind === "recorded" ? "mark-good" : kind === "missing" ? "mark-warning" : ""}`}
        >
          {t(`prompts.${kind}` as WordKey, values)}
        </span>
        <span className="grow" />
        <More prompt={prompt} language={language} />
      </div>
      <Words prompt={prompt} language={language} />
      <div className="language-card-tools">
        <Button
          variant="default"
          leftSection={<Play size={14} />}
          disabled={!said}
          onClick={() => hear(`${promptSound(prompt.name, language)}?${Date.now()}`)}
        >
          {t("form.hear")}
        </Button>
        <Button variant="default" leftSection={<Mic size={14} />} onClick={() => setSource("microphone")}>
          {t("record.open")}
        </Button>
        <FileButton onChange={setSource} accept={FILES}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<Upload size={14} />}>
              {t("record.upload")}
            </Button>
          )}
        </FileButton>
        <Online prompt={prompt} language={language} />
      </div>
      {source && (
        <RecordDialog prompt={prompt} language={language} source={source} onClose={() => setSource(null)} />
      )}
    </section>
  );
}

/** The text, written when the field is left. */
function Words({ prompt, language }: Props) {
  const { t } = useWords();
  const readPrompts = useCatalog((catalog) => catalog.readPrompts);
  const kept = prompt.languages[language]?.text ?? "";
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  const write = (): void => {
    if (text === kept || !text.trim()) return;
    promptApi.write(prompt.name, language, text).then(readPrompts).catch(tellError);
  };
  const recorded = kindOf(prompt, language) === "recorded";
  return (
    <Textarea
      lang={language}
      label={t(recorded ? "prompts.transcript" : "prompts.text")}
      placeholder={t("prompts.textHint")}
      value={text}
      maxLength={2000}
      minRows={2}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={write}
    />
  );
}

/** The online voices, for authors only: they may be out of reach, and then nothing changes. */
function Online({ prompt, language }: Props) {
  const { t } = useWords();
  const readPrompts = useCatalog((catalog) => catalog.readPrompts);
  const [busy, setBusy] = useState(false);
  const [voices, setVoices] = useState<OnlineVoice[] | null>(null);
  const speak = (service: string): void => {
    setBusy(true);
    promptApi
      .speakOnline(prompt.name, language, service)
      .then(readPrompts)
      .then(() => tell("good", "record.kept"))
      .catch(tellError)
      .finally(() => setBusy(false));
  };
  const offer = (): void => {
    if (voices === null) promptApi.onlineVoices().then(setVoices).catch(tellError);
  };
  return (
    <Menu position="bottom-start" onOpen={offer}>
      <Menu.Target>
        <Button
          variant="default"
          title={t("record.onlineHelp")}
          leftSection={<Cloud size={14} />}
          disabled={!prompt.languages[language]?.text}
          loading={busy}
        >
          {t("record.online")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {voices?.map(({ service, owner }) => (
          <Menu.Item key={service} onClick={() => speak(service)}>
            {t("record.onlineBy", { owner })}
          </Menu.Item>
        ))}
        {voices?.length === 0 && <Menu.Label>{t("record.onlineNone")}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}

function More({ prompt, language }: Props) {
  const { t } = useWords();
  const readPrompts = useCatalog((catalog) => catalog.readPrompts);
  const said = prompt.languages[language];
  const then = (work: Promise<void>): void => void work.then(readPrompts).catch(tellError);
  if (!said) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" px={6} aria-label={t("prompts.moreWays")}>
          <MoreHorizontal size={16} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {said.recording && (
          <Menu.Item
            leftSection={<Undo2 size={14} />}
            onClick={() => then(promptApi.dropRecording(prompt.name, language))}
          >
            {t("record.drop")}
          </Menu.Item>
        )}
        {said.earlier && (
          <Menu.Item
            leftSection={<History size={14} />}
            onClick={() => then(promptApi.bringBack(prompt.name, language))}
          >
            {t("record.bringBack")}
          </Menu.Item>
        )}
        <Menu.Item
          color="red"
          leftSection={<Trash2 size={14} />}
          onClick={() => then(promptApi.removeLanguage(prompt.name, language))}
        >
          {t("prompts.removeLanguage")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
