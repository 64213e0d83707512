/** The dialog that begins a new prompt: its name and what it is for. */

import { Button, Modal, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { ApiError } from "../api/client";
import { promptApi } from "../api/prompts";
import { useCatalog } from "../shell/catalog";
import { tellError } from "../shell/notices";
import { goTo } from "../shell/route";
import { useWords } from "../words/words";
import { promptAddress } from "./PromptRow";

export function NewPrompt({ onClose }: { onClose: () => void }) {
  const { t, say } = useWords();
  const { prompts, readPrompts } = useCatalog();
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const [wrong, setWrong] = useState("");
  const wanted = name.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (prompts[wanted]) return setWrong(t("prompts.taken"));
    promptApi
      .note(wanted, note)
      .then(readPrompts)
      .then(() => goTo(promptAddress(wanted)))
      .catch((error: unknown) => (error instanceof ApiError ? setWrong(say(error.words)) : tellError(error)));
    return undefined;
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("prompts.new")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={t("prompts.name")}
          description={t("prompts.nameHelp")}
          placeholder={t("prompts.nameExample")}
          value={name}
          error={wrong}
          maxLength={80}
          data-autofocus
          onChange={(event) => {
            setWrong("");
            setName(event.currentTarget.value);
          }}
        />
        <TextInput
          label={t("prompts.note")}
          placeholder={t("prompts.noteExample")}
          value={note}
          maxLength={500}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button type="submit" disabled={!wanted}>
            {t("home.create")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
