/** Many prompts from one file: first what would change, then all of it, with a bar. */

import { Button, FileButton, Modal, Progress } from "@mantine/core";
import { FileUp } from "lucide-react";
import { useState } from "react";
import { ApiError } from "../api/client";
import { ImportStopped, promptApi, type ImportPreview, type Progress as Step } from "../api/prompts";
import { useCatalog } from "../shell/catalog";
import { tell, tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { ImportTable } from "./ImportTable";

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t, say } = useWords();
  const readPrompts = useCatalog((catalog) => catalog.readPrompts);
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [step, setStep] = useState<Step | null>(null);
  const [wrong, setWrong] = useState("");
  const fail = (error: unknown): void => {
    setStep(null);
    if (error instanceof ApiError || error instanceof ImportStopped) setWrong(say(error.words));
    else tellError(error);
  };
  const choose = (chosen: File | null): void => {
    setFile(chosen);
    setPreview(null);
    setWrong("");
    if (chosen) promptApi.previewImport(chosen).then(setPreview).catch(fail);
  };
  const start = (): void => {
    if (!file) return;
    setWrong("");
    setStep({ part: "recordings", done: 0, total: 0 });
    promptApi
      .import(file, setStep)
      .then(readPrompts)
      .then(() => tell("good", "import.done", { n: preview?.rows.length ?? 0 }))
      .then(onClose)
      .catch(fail);
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={() => !step && onClose()}
      title={t("prompts.import")}
      closeButtonProps={{ "aria-label": t("app.close"), disabled: step !== null }}
    >
      <div className="stack">
        <p>{t("import.help")}</p>
        <FileButton onChange={choose} accept=".csv,.zip,.txt,.tsv">
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<FileUp size={14} />}
              disabled={step !== null}
              className="import-choose"
            >
              {file ? file.name : t("import.choose")}
            </Button>
          )}
        </FileButton>
        {wrong && (
          <p role="alert" className="wrong">
            {wrong}
          </p>
        )}
        {preview && <ImportTable preview={preview} />}
        {step && <Bar step={step} />}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose} disabled={step !== null}>
            {t("app.cancel")}
          </Button>
          <Button
            onClick={start}
            disabled={!preview || preview.faults.length > 0 || step !== null || wrong !== ""}
          >
            {t("import.do")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Bar({ step: { part, done, total } }: { step: Step }) {
  const { t } = useWords();
  const label = t(part === "recordings" ? "import.recordings" : "import.sounds", { done, total });
  return (
    <div role="status">
      <p className="muted">{label}</p>
      <Progress aria-label={label} value={total ? (100 * done) / total : 0} />
    </div>
  );
}
