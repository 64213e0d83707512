/** The flows that play a prompt, each a way there. */

import type { Prompt } from "../api/types";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";

export function Users({ of }: { of: Prompt }) {
  const { t, say } = useWords();
  const flows = useCatalog((catalog) => catalog.flows);
  if (of.used_by.length === 0) return <span className="muted">{t("prompts.unused")}</span>;
  return (
    <span className="prompt-users">
      <span className="muted">{t("prompts.usedBy")}</span>
      {of.used_by.map((id) => {
        const title = flows.find((one) => one.id === id)?.title;
        return (
          <a key={id} className="mark" href={`#/flows/${encodeURIComponent(id)}`}>
            {(title && say(title)) || id}
          </a>
        );
      })}
    </span>
  );
}
