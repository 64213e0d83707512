/** The published versions: which one callers hear, going back to another, editing an old one again. */

import { Button } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { api } from "../api/client";
import type { Version } from "../api/types";
import { openFlow, refreshPublished } from "../editor/files";
import { isDirty, openPanel, useEditor } from "../editor/store";
import { tell, tellError } from "../shell/notices";
import { useWords } from "../words/words";

export function VersionPanel() {
  const { t } = useWords();
  const id = useEditor((state) => state.id);
  const live = useEditor((state) => state.published?.version);
  const [versions, setVersions] = useState<Version[] | null>(null);
  const read = useCallback(() => void api.versions(id).then(setVersions).catch(tellError), [id]);
  useEffect(read, [read, live]);
  if (versions === null) return null;
  if (versions.length === 0) return <p className="muted">{t("versions.none")}</p>;
  const newestFirst = versions.toSorted((one, other) => other.version - one.version);
  return (
    <>
      <h2>{t("bar.versions")}</h2>
      <ol className="version-list">
        {newestFirst.map((version) => (
          <VersionRow key={version.version} version={version} onDone={read} />
        ))}
      </ol>
    </>
  );
}

function VersionRow({ version, onDone }: { version: Version; onDone: () => void }) {
  const { t, language } = useWords();
  const { id, revision } = useEditor();
  const dirty = useEditor(isDirty);
  const number = version.version;
  const rollback = (): void => {
    api
      .rollback(id, number)
      .then(async () => {
        tell("good", "versions.rolledBack", { n: number });
        await refreshPublished(id);
        onDone();
      })
      .catch(tellError);
  };
  const restore = (): void => {
    api
      .restore(id, number, revision)
      .then(async () => {
        await openFlow(id);
        openPanel("versions");
        tell("good", "versions.restored", { n: number });
      })
      .catch(tellError);
  };
  return (
    <li className={version.live ? "version-live" : ""}>
      <div className="version-head">
        <strong>{t("versions.number", { n: number })}</strong>
        {version.live && <span className="mark mark-good">{t("versions.live")}</span>}
      </div>
      <p>{version.message}</p>
      <small>
        {new Date(version.at).toLocaleString(language)} · {version.author}
      </small>
      <div className="version-tools">
        {!version.live && (
          <Button size="compact-xs" variant="default" onClick={rollback}>
            {t("versions.rollback")}
          </Button>
        )}
        <Button
          size="compact-xs"
          variant="default"
          disabled={dirty}
          title={dirty ? t("versions.saveFirst") : ""}
          onClick={restore}
        >
          {t("versions.restore")}
        </Button>
      </div>
    </li>
  );
}
