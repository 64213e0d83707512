/** The flows that play a prompt, each a way there. */

import type { Prompt } from "../api/types";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";

interface Props {
  of: Prompt;
  /** How many are named; the rest is counted. */
  most?: number;
}

export function Users({ of, most = 100 }: Props) {
  const { t, say } = useWords();
  const flows = useCatalog((catalog) => catalog.flows);
  if (of.used_by.length === 0) return <span className="muted">{t("prompts.unused")}</span>;
  return (
    <span className="prompt-users">
      <span className="muted">{t("prompts.usedBy")}</span>
      {of.used_by.slice(0, most).map((id) => {
        const title = flows.find((one) => one.id === id)?.title;
        return (
          <a key={id} className="mark" href={`#/flows/${encodeURIComponent(id)}`}>
            {(title && say(title)) || id}
          </a>
        );
      })}
      {of.used_by.length > most && <span className="muted">+{of.used_by.length - most}</span>}
    </span>
  );
}
