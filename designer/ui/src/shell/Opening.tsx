/** What a page shows while what it is about is read, and when that cannot be had. */

import { Button, Loader } from "@mantine/core";
import { useWords, type WordKey } from "../words/words";
import type { Words } from "../api/types";

export function Opening() {
  const { t } = useWords();
  return (
    <div className="centred" role="status" aria-label={t("app.loading")}>
      <Loader size="sm" />
    </div>
  );
}

interface Props {
  failure: Words;
  /** What the way out of here is called. */
  back: WordKey;
  onBack: () => void;
}

export function Missing({ failure, back, onBack }: Props) {
  const { t, say } = useWords();
  return (
    <main className="centred" role="alert">
      <p>{say(failure)}</p>
      <Button onClick={onBack}>{t(back)}</Button>
    </main>
  );
}
