/** The dialog that makes a new, empty flow. */

import { Button, Modal, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { ApiError, api } from "../api/client";
import { useCatalog } from "../shell/catalog";
import { tellError } from "../shell/notices";
import { goToFlow } from "../shell/route";
import { useWords } from "../words/words";

/** Return a file name made of the title: Latin words as they are, Chinese titles get flow-1, flow-2 ... */
export function idFromTitle(title: string, taken: readonly string[], plain = "flow"): string {
  const words = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40);
  if (/^[a-z]/.test(words) && !taken.includes(words)) return words;
  const stem = /^[a-z]/.test(words) ? words : plain;
  for (let number = stem === plain ? 1 : 2; ; number++) {
    if (!taken.includes(`${stem}-${number}`)) return `${stem}-${number}`;
  }
}

export function NewFlow({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useWords();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("home.new")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <NewFlowForm onClose={onClose} />
    </Modal>
  );
}

function NewFlowForm({ onClose }: { onClose: () => void }) {
  const { t, say, language } = useWords();
  const flows = useCatalog((catalog) => catalog.flows);
  const [title, setTitle] = useState("");
  const [typedId, setTypedId] = useState<string | null>(null);
  const [wrong, setWrong] = useState("");
  const taken = flows.map((flow) => flow.id);
  const id = typedId ?? (title ? idFromTitle(title, taken) : "");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    api
      .create(id, { [language]: title.trim() })
      .then(() => {
        onClose();
        goToFlow(id);
      })
      .catch((error: unknown) => (error instanceof ApiError ? setWrong(say(error.words)) : tellError(error)));
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextInput
        label={t("home.newTitle")}
        placeholder={t("home.newTitleExample")}
        value={title}
        data-autofocus
        required
        withAsterisk={false}
        maxLength={80}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <TextInput
        label={t("home.newId")}
        description={t("home.newIdHelp")}
        value={id}
        error={wrong}
        required
        withAsterisk={false}
        maxLength={80}
        onChange={(event) => {
          setWrong("");
          setTypedId(event.currentTarget.value);
        }}
      />
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {t("app.cancel")}
        </Button>
        <Button type="submit" disabled={!title.trim() || !id}>
          {t("home.create")}
        </Button>
      </div>
    </form>
  );
}
