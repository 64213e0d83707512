/** The dialog that makes a new schedule. */

import { Button, Modal, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { scheduleApi } from "../api/schedules";
import { idFromTitle } from "../home/NewFlow";
import { tellError } from "../shell/notices";
import { goTo } from "../shell/route";
import { useWords } from "../words/words";

interface Props {
  opened: boolean;
  taken: readonly string[];
  onClose: () => void;
}

export function NewSchedule({ opened, taken, onClose }: Props) {
  const { t, language } = useWords();
  const [title, setTitle] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const id = idFromTitle(title, taken, "schedule");
    scheduleApi
      .create(id, { [language]: title.trim() })
      .then(() => goTo(`#/schedules/${id}`))
      .catch(tellError);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("schedules.new")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={t("schedules.newTitle")}
          placeholder={t("schedules.newExample")}
          value={title}
          data-autofocus
          maxLength={80}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <p className="muted">{t("schedules.newHelp")}</p>
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button type="submit" disabled={!title.trim()}>
            {t("home.create")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
