/** The published versions of the open flow. */

import { useState } from "react";
import { api } from "../api/client";
import { openFlow, refreshPublished } from "../editor/files";
import { isDirty, openPanel, useEditor } from "../editor/store";
import { tell, tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { VersionList } from "./VersionList";

export function VersionPanel() {
  const { t } = useWords();
  const { id, revision } = useEditor();
  const live = useEditor((state) => state.published?.version);
  const dirty = useEditor(isDirty);
  const [asked, setAsked] = useState(0);
  const rollback = (number: number): void => {
    api
      .rollback(id, number)
      .then(() => refreshPublished(id))
      .then(() => {
        tell("good", "versions.rolledBack", { n: number });
        setAsked(asked + 1);
      })
      .catch(tellError);
  };
  const restore = (number: number): void => {
    api
      .restore(id, number, revision)
      .then(() => openFlow(id))
      .then(() => {
        openPanel("versions");
        tell("good", "versions.restored", { n: number });
      })
      .catch(tellError);
  };
  return (
    <>
      <h2>{t("bar.versions")}</h2>
      <VersionList
        key={`${id}/${live ?? 0}/${asked}`}
        read={() => api.versions(id)}
        none={t("versions.none")}
        dirty={dirty}
        onRollback={rollback}
        onRestore={restore}
      />
    </>
  );
}
