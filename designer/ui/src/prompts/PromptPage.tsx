/** One prompt: what it is for, what it says in each language, and who plays it. */

import { Button, Modal, Select, TextInput } from "@mantine/core";
import { ArrowLeft, Pencil, Trash2 } from "lucide-react";
import { useEffect, useState, type FormEvent } from "react";
import { ApiError } from "../api/client";
import { promptApi } from "../api/prompts";
import type { Prompt } from "../api/types";
import { useCatalog } from "../shell/catalog";
import { Frame } from "../shell/Frame";
import { tellError } from "../shell/notices";
import { goTo } from "../shell/route";
import { useWords } from "../words/words";
import { languagesOf } from "./filters";
import { LanguageCard } from "./LanguageCard";
import { promptAddress } from "./PromptRow";
import { Users } from "./Users";

const LIBRARY = "#/prompts";
/** Languages that can be added; the voice speaks the first ones, others can be recorded. */
const OTHERS = ["zh-TW", "zh-HK", "en-GB", "ja", "ko", "fr", "de", "es", "ru"];

export function PromptPage({ name }: { name: string }) {
  const { t } = useWords();
  const { prompts, readPrompts } = useCatalog();
  const [added, setAdded] = useState<string[]>([]);
  useEffect(() => void readPrompts().catch(tellError), [readPrompts]);
  const prompt = prompts[name];
  const languages = [...new Set([...languagesOf(prompt ? [prompt] : []), ...added])];
  return (
    <Frame page="prompts">
      <main className="home-page">
        <a className="back" href={LIBRARY}>
          <ArrowLeft size={14} aria-hidden /> {t("prompts.title")}
        </a>
        {prompt ? (
          <>
            <Head prompt={prompt} />
            {languages.map((language) => (
              <LanguageCard key={language} prompt={prompt} language={language} />
            ))}
            <Select
              className="prompt-add-language"
              aria-label={t("prompts.addLanguage")}
              placeholder={t("prompts.addLanguage")}
              data={OTHERS.filter((one) => !languages.includes(one))}
              value={null}
              onChange={(one) => one && setAdded([...added, one])}
            />
          </>
        ) : (
          <p className="home-empty">{t("prompts.gone", { name })}</p>
        )}
      </main>
    </Frame>
  );
}

function Head({ prompt }: { prompt: Prompt }) {
  const { t } = useWords();
  const readPrompts = useCatalog((catalog) => catalog.readPrompts);
  const [note, setNote] = useState(prompt.note);
  const [dialog, setDialog] = useState<"" | "rename" | "remove">("");
  useEffect(() => setNote(prompt.note), [prompt.note]);
  const writeNote = (): void => {
    if (note.trim() !== prompt.note) promptApi.note(prompt.name, note).then(readPrompts).catch(tellError);
  };
  return (
    <>
      <div className="home-head prompt-head">
        <h1>{prompt.name}</h1>
        <span className="grow" />
        <Button variant="default" leftSection={<Pencil size={14} />} onClick={() => setDialog("rename")}>
          {t("prompts.rename")}
        </Button>
        <Button
          variant="subtle"
          color="red"
          leftSection={<Trash2 size={14} />}
          onClick={() => setDialog("remove")}
        >
          {t("prompts.remove")}
        </Button>
      </div>
      <Users of={prompt} />
      <div className="prompt-about">
        <TextInput
          className="prompt-note"
          label={t("prompts.note")}
          placeholder={t("prompts.noteExample")}
          value={note}
          maxLength={500}
          onChange={(event) => setNote(event.currentTarget.value)}
          onBlur={writeNote}
        />
        <TelephoneNumber prompt={prompt} />
      </div>
      {dialog === "rename" && <Rename prompt={prompt} onClose={() => setDialog("")} />}
      {dialog === "remove" && <Remove prompt={prompt} onClose={() => setDialog("")} />}
    </>
  );
}

/** The number that colleagues key in to record the prompt by telephone. */
function TelephoneNumber({ prompt }: { prompt: Prompt }) {
  const { t, say } = useWords();
  const readPrompts = useCatalog((catalog) => catalog.readPrompts);
  const [number, setNumber] = useState(prompt.number);
  const [wrong, setWrong] = useState("");
  useEffect(() => setNumber(prompt.number), [prompt.number]);
  const write = (): void => {
    if (number.trim() === prompt.number) return;
    promptApi
      .number(prompt.name, number)
      .then(readPrompts)
      .catch((error: unknown) => (error instanceof ApiError ? setWrong(say(error.words)) : tellError(error)));
  };
  return (
    <TextInput
      label={t("prompts.number")}
      title={t("prompts.numberHelp")}
      placeholder={t("prompts.numberExample")}
      inputMode="numeric"
      value={number}
      error={wrong}
      maxLength={8}
      onChange={(event) => {
        setWrong("");
        setNumber(event.currentTarget.value);
      }}
      onBlur={write}
    />
  );
}

interface DialogProps {
  prompt: Prompt;
  onClose: () => void;
}

function Rename({ prompt, onClose }: DialogProps) {
  const { t, say } = useWords();
  const readPrompts = useCatalog((catalog) => catalog.readPrompts);
  const [name, setName] = useState(prompt.name);
  const [wrong, setWrong] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    promptApi
      .rename(prompt.name, name.trim())
      .then(readPrompts)
      .then(() => goTo(promptAddress(name.trim())))
      .catch((error: unknown) => (error instanceof ApiError ? setWrong(say(error.words)) : tellError(error)));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("prompts.rename")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={t("prompts.name")}
          value={name}
          error={wrong}
          maxLength={80}
          data-autofocus
          onChange={(event) => {
            setWrong("");
            setName(event.currentTarget.value);
          }}
        />
        <Foot onClose={onClose} submit={t("prompts.rename")} disabled={name.trim() === prompt.name} />
      </form>
    </Modal>
  );
}

function Remove({ prompt, onClose }: DialogProps) {
  const { t, say } = useWords();
  const readPrompts = useCatalog((catalog) => catalog.readPrompts);
  const [wrong, setWrong] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    promptApi
      .remove(prompt.name)
      .then(() => goTo(LIBRARY))
      .then(readPrompts)
      .catch((error: unknown) => (error instanceof ApiError ? setWrong(say(error.words)) : tellError(error)));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("prompts.remove")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <form className="stack" onSubmit={submit}>
        <p>{t("prompts.removeSure", { name: prompt.name })}</p>
        {wrong && (
          <p role="alert" className="wrong">
            {wrong}
          </p>
        )}
        <Foot onClose={onClose} submit={t("prompts.remove")} disabled={wrong !== ""} />
      </form>
    </Modal>
  );
}

function Foot({ onClose, submit, disabled }: { onClose: () => void; submit: string; disabled: boolean }) {
  const { t } = useWords();
  return (
    <div className="dialog-foot">
      <Button variant="default" onClick={onClose}>
        {t("app.cancel")}
      </Button>
      <Button type="submit" disabled={disabled}>
        {submit}
      </Button>
    </div>
  );
}
