/** What stands between a draft and its loss: the guard of the page, its keyboard, and the two questions. */

import { useEffect } from "react";
import type { Kind } from "../api/schedules";
import { ConflictQuestion, LeaveQuestion } from "../shell/questions";
import { askBeforeLeaving, goTo } from "../shell/route";
import { useWords } from "../words/words";
import { DraftDifferences } from "./DraftDifferences";
import { isUnsaved, keepOurs, loadTheirs, redoChange, saveDraft, undoChange, useDraft } from "./draft";

/** Ask before unsaved work would be lost, and hear Ctrl+S, Ctrl+Z, Ctrl+Y. */
export function useDraftGuard(kind: Kind, id: string): void {
  useEffect(() => {
    const own = `#/${kind}/${encodeURIComponent(id)}`;
    const stopAsking = askBeforeLeaving(() => {
      const leaves = location.hash !== own && !location.hash.startsWith(`${own}/`);
      const asks = leaves && isUnsaved(useDraft.getState());
      if (asks) useDraft.setState({ leaving: true });
      return asks;
    });
    const guard = (event: BeforeUnloadEvent): void => {
      if (isUnsaved(useDraft.getState())) event.preventDefault();
    };
    window.addEventListener("beforeunload", guard);
    window.addEventListener("keydown", hear);
    return () => {
      stopAsking();
      window.removeEventListener("beforeunload", guard);
      window.removeEventListener("keydown", hear);
    };
  }, [kind, id]);
}

function hear(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  const action =
    key === "s"
      ? () => void saveDraft()
      : isTyping
        ? null
        : key === "y"
          ? redoChange
          : key === "z"
            ? undoChange
            : null;
  if (!action) return;
  event.preventDefault();
  action();
}

function stay(): void {
  useDraft.setState({ leaving: false });
}

/** Leave for the list; what was not saved is given up. */
function leave(): void {
  useDraft.setState((draft) => ({ leaving: false, saved: draft.history.document }));
  goTo("#/schedules");
}

export function DraftQuestions() {
  const { t } = useWords();
  const theirs = useDraft((draft) => draft.theirs);
  const leaving = useDraft((draft) => draft.leaving);
  return (
    <>
      {theirs && (
        <ConflictQuestion
          text={t("draft.conflict")}
          onLater={() => useDraft.setState({ theirs: null })}
          onMine={() => void keepOurs()}
          onTheirs={loadTheirs}
        >
          <DraftDifferences theirs={theirs.document} />
        </ConflictQuestion>
      )}
      {leaving && (
        <LeaveQuestion
          text={t("draft.leave")}
          onStay={stay}
          onDiscard={leave}
          onSave={() => void saveDraft().then((done) => (done ? leave() : stay()))}
        />
      )}
    </>
  );
}
