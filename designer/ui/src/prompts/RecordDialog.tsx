/** Record or take a file, cut it, hear what callers will hear, and only then keep it. */

import { Button, Modal } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { ApiError } from "../api/client";
import { promptApi } from "../api/prompts";
import type { Prompt, Words } from "../api/types";
import { useCatalog } from "../shell/catalog";
import { tell, tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { Microphone } from "./Microphone";
import { languageName } from "./names";
import { Review } from "./Review";
import { hush } from "./sound";
import { Trim } from "./Trim";
import { toWav, type Wave } from "./wave";

interface Props {
  prompt: Prompt;
  language: string;
  source: File | "microphone";
  onClose: () => void;
}

export function RecordDialog({ prompt, language, source, onClose }: Props) {
  const { t, say } = useWords();
  const readPrompts = useCatalog((catalog) => catalog.readPrompts);
  const [wave, setWave] = useState<Wave | null>(null);
  const [file, setFile] = useState<Blob | null>(source === "microphone" ? null : source);
  const [wrong, setWrong] = useState<Words | null>(null);
  useEffect(() => hush, []);
  const again = useCallback((): void => {
    hush();
    setWave(null);
    setFile(null);
    setWrong(null);
  }, []);
  const keep = (): void => {
    if (!file) return;
    promptApi
      .keep(prompt.name, language, file)
      .then(readPrompts)
      .then(() => tell("good", "record.kept"))
      .then(onClose)
      .catch((error: unknown) => (error instanceof ApiError ? setWrong(error.words) : tellError(error)));
  };
  const text = prompt.languages[language]?.text;
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t("record.title", { name: prompt.name, language: languageName(language, t) })}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <div className="stack record">
        {text && source === "microphone" && (
          <blockquote lang={language} className="record-script">
            {text}
          </blockquote>
        )}
        {!file && !wave && <Microphone onDone={setWave} />}
        {!file && wave && (
          <Trim wave={wave} onAgain={again} onDone={(part) => setFile(new Blob([toWav(part)]))} />
        )}
        {file && <Review file={file} onWrong={setWrong} />}
        {wrong && (
          <p role="alert" className="wrong">
            {say(wrong)}
          </p>
        )}
        {file && (
          <div className="dialog-foot">
            {source === "microphone" && (
              <Button variant="default" onClick={again}>
                {t("record.again")}
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              {t("record.discard")}
            </Button>
            <Button onClick={keep} disabled={wrong !== null}>
              {t("record.keep")}
            </Button>
          </div>
        )}
      </div>
    </Modal>
  );
}
