/** A recording before and after it is made ready for telephones, to look at and to hear. */

import { Button, Loader } from "@mantine/core";
import { Play } from "lucide-react";
import { useEffect, useState } from "react";
import { ApiError } from "../api/client";
import { promptApi, type RecordingPreview } from "../api/prompts";
import type { Words } from "../api/types";
import { tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { bytesOf, hearFile } from "./sound";
import { Waveform } from "./Waveform";

export function Review({ file, onWrong }: { file: Blob; onWrong: (words: Words) => void }) {
  const { t } = useWords();
  const [preview, setPreview] = useState<RecordingPreview | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    promptApi
      .preview(file)
      .then((made) => isCurrent && setPreview(made))
      .catch((error: unknown) => {
        if (!isCurrent) return;
        setFailed(true);
        if (error instanceof ApiError) onWrong(error.words);
        else tellError(error);
      });
    return () => {
      isCurrent = false;
    };
  }, [file, onWrong]);
  if (failed) return null;
  if (!preview) return <Loader size="sm" aria-label={t("app.loading")} />;
  return (
    <>
      <p>{t("record.reviewHelp")}</p>
      <Waveform title={t("record.before")} {...preview.before} />
      <Waveform title={t("record.after")} {...preview.after} />
      <div>
        <Button
          variant="default"
          leftSection={<Play size={14} />}
          onClick={() => hearFile(bytesOf(preview.sound))}
        >
          {t("record.hearAfter")}
        </Button>
      </div>
    </>
  );
}
