/** Publishing: what is still wrong, and a message for those who look at the versions later. */

import { Button, Modal, Textarea } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { closeDialog } from "../editor/dialogs";
import { publishFlow } from "../editor/files";
import { isDirty, openPanel, useEditor } from "../editor/store";
import { titleIn } from "../model/document";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";

export function PublishDialog() {
  const { t, say } = useWords();
  const problems = useEditor((state) => state.problems);
  const dirty = useEditor(isDirty);
  const called = useEditor((state) => state.unpublished.length);
  const [message, setMessage] = useState("");
  const [busy, setBusy] = useState(false);
  const errors = problems.filter((one) => one.severity === "error");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    void publishFlow(message.trim()).then((done) => (done ? closeDialog() : setBusy(false)));
  };
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={t("publish.title")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <form className="stack" onSubmit={submit}>
        <p>{t("publish.text")}</p>
        {errors.length > 0 && (
          <div className="refused" role="alert">
            <strong>{t("publish.blocked", { n: errors.length })}</strong>
            <ul>
              {errors.slice(0, 5).map((problem) => (
                <li key={problem.code + problem.path.join("/")}>{say(problem.message)}</li>
              ))}
            </ul>
            <Button
              variant="default"
              onClick={() => {
                closeDialog();
                openPanel("problems");
              }}
            >
              {t("publish.show")}
            </Button>
          </div>
        )}
        {errors.length === 0 && problems.length > 0 && (
          <p className="complaint complaint-warning">! {t("publish.warnings", { n: problems.length })}</p>
        )}
        {errors.length === 0 && <Called />}
        <Textarea
          label={t("publish.message")}
          placeholder={t("publish.messageExample")}
          value={message}
          minRows={2}
          maxLength={500}
          data-autofocus
          onChange={(event) => setMessage(event.currentTarget.value)}
        />
        <div className="dialog-foot">
          <Button variant="default" onClick={closeDialog}>
            {t("app.cancel")}
          </Button>
          <Button type="submit" loading={busy} disabled={errors.length > 0 || !message.trim()}>
            {called > 0
              ? t("publish.all", { n: called + 1 })
              : t(dirty ? "publish.saveAndDo" : "bar.publish")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The flows that callers of this one would need and cannot reach yet: they go along. */
function Called() {
  const { t, language } = useWords();
  const called = useEditor((state) => state.unpublished);
  const flows = useCatalog((catalog) => catalog.flows);
  if (called.length === 0) return null;
  return (
    <div className="complaint complaint-warning">
      <p>{t("publish.called")}</p>
      <ul>
        {called.map((id) => (
          <li key={id}>{titleIn(flows.find((flow) => flow.id === id)?.title, language) || id}</li>
        ))}
      </ul>
    </div>
  );
}
