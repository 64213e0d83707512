/** Somebody changed the file meanwhile: look at both, then choose. */

import { compare } from "../model/compare";
import { stepsOf, titleIn } from "../model/document";
import { wordFor, type NodeType } from "../model/nodeType";
import { useCatalog } from "../shell/catalog";
import { ConflictQuestion } from "../shell/questions";
import { useWords, type Speech, type WordKey } from "../words/words";
import { keepMine, takeTheirs } from "./files";
import { useDocument, useEditor } from "./store";

function later(): void {
  useEditor.setState({ theirs: null });
}

export function ConflictDialog() {
  const { t } = useWords();
  const theirs = useEditor((state) => state.theirs);
  if (!theirs) return null;
  return (
    <ConflictQuestion
      text={t("conflict.text")}
      onLater={later}
      onMine={() => void keepMine()}
      onTheirs={takeTheirs}
    >
      <Differences />
    </ConflictQuestion>
  );
}

const OWN_WORDS: Record<string, WordKey> = {
  title: "conflict.name",
  note: "step.note",
  exits: "step.exits",
  language: "flow.language",
  start: "flow.start",
  variables: "flow.variables",
  on_error: "flow.onError",
  on_hangup: "flow.onHangup",
  max_call_seconds: "flow.longest",
};

/** Return what people call a key of the file. */
function keyWord(key: string, type: NodeType | undefined, t: Speech["t"], language: string): string {
  const own = OWN_WORDS[key];
  return own ? t(own) : wordFor(type, key, language);
}

function Differences() {
  const { t, language } = useWords();
  const mine = useDocument();
  const theirs = useEditor((state) => state.theirs?.document ?? {});
  const types = useCatalog((catalog) => catalog.types);
  const list = compare(theirs, mine);
  const steps = { ...stepsOf(theirs), ...stepsOf(mine) };
  if (list.length === 0) return <p className="muted">{t("conflict.layoutOnly")}</p>;
  return (
    <ul className="differences" aria-label={t("conflict.list")}>
      {list.map(({ step, kind, keys }) => (
        <li key={step}>
          <strong>{step ? titleIn(steps[step]?.["title"], language) || step : t("conflict.flow")}</strong>
          <span>{t(`conflict.${kind}`)}</span>
          <small>
            {keys.map((key) => keyWord(key, types[steps[step]?.type ?? ""], t, language)).join(", ")}
          </small>
        </li>
      ))}
    </ul>
  );
}
