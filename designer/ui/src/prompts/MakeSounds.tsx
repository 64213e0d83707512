/** Makes every sound that is not made yet, with a bar, so that no caller waits for one. */

import { Button, Progress } from "@mantine/core";
import { AudioLines } from "lucide-react";
import { useRef, useState } from "react";
import { promptApi } from "../api/prompts";
import { tell, tellError } from "../shell/notices";
import { useWords } from "../words/words";

/** Requests at once; the server speaks one text at a time anyway. */
const TOGETHER = 3;

export function MakeSounds() {
  const { t } = useWords();
  const stopped = useRef(false);
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const make = async (): Promise<void> => {
    stopped.current = false;
    const waiting = await promptApi.toMake();
    const total = waiting.length;
    let done = 0;
    setProgress({ done, total });
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next && !stopped.current; next = waiting.shift()) {
        await promptApi.make(next.name, next.language);
        setProgress({ done: ++done, total });
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, work));
    tell("good", "sounds.made", { n: done });
  };
  const start = (): void => {
    make()
      .catch(tellError)
      .finally(() => setProgress(null));
  };
  if (!progress) {
    return (
      <Button variant="default" leftSection={<AudioLines size={14} />} onClick={start}>
        {t("sounds.make")}
      </Button>
    );
  }
  const { done, total } = progress;
  return (
    <span className="sounds-progress">
      <Progress
        aria-label={t("sounds.making", { done, total })}
        value={total ? (100 * done) / total : 0}
        w={120}
      />
      <span className="muted">{t("sounds.making", { done, total })}</span>
      <Button
        variant="subtle"
        onClick={() => {
          stopped.current = true;
        }}
      >
        {t("sounds.stop")}
      </Button>
    </span>
  );
}
