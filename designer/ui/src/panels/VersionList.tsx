/** The published versions of something: which one callers hear, going back to another, editing an old one again. */

import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Version } from "../api/types";
import { tellError } from "../shell/notices";
import { useWords } from "../words/words";

interface Props {
  /** Asks the server; read again when the list is shown under another key. */
  read: () => Promise<Version[]>;
  /** What to say when nothing was published yet. */
  none: string;
  dirty: boolean;
  onRollback: (number: number) => void;
  onRestore: (number: number) => void;
}

export function VersionList({ read, none, dirty, onRollback, onRestore }: Props) {
  const [versions, setVersions] = useState<Version[] | null>(null);
  // oxlint-disable-next-line react/exhaustive-deps -- the key of the list says when to read again
  useEffect(() => void read().then(setVersions).catch(tellError), []);
  if (versions === null) return null;
  if (versions.length === 0) return <p className="muted">{none}</p>;
  const newestFirst = versions.toSorted((one, other) => other.version - one.version);
  return (
    <ol className="version-list">
      {newestFirst.map((version) => (
        <Row
          key={version.version}
          version={version}
          dirty={dirty}
          onRollback={onRollback}
          onRestore={onRestore}
        />
      ))}
    </ol>
  );
}

type RowProps = Pick<Props, "dirty" | "onRollback" | "onRestore"> & { version: Version };

function Row({ version, dirty, onRollback, onRestore }: RowProps) {
  const { t, language } = useWords();
  const number = version.version;
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
          <Button size="compact-xs" variant="default" onClick={() => onRollback(number)}>
            {t("versions.rollback")}
          </Button>
        )}
        <Button
          size="compact-xs"
          variant="default"
          disabled={dirty}
          title={dirty ? t("versions.saveFirst") : ""}
          onClick={() => onRestore(number)}
        >
          {t("versions.restore")}
        </Button>
      </div>
    </li>
  );
}
