/** Publishing: what is wrong, which segments change for callers, a message; and the versions so far. */

import { Button, Checkbox, Textarea } from "@mantine/core";
import { CircleCheck } from "lucide-react";
import { useEffect, useState, type FormEvent } from "react";
import { scheduleApi, type ChangeGroup } from "../api/schedules";
import type { Problem } from "../api/types";
import { VersionList } from "../panels/VersionList";
import { tell, tellError } from "../shell/notices";
import { goTo } from "../shell/route";
import { useWords } from "../words/words";
import { CalendarFile } from "./CalendarFile";
import { DifferenceTable } from "./DifferenceTable";
import { isUnsaved, openDraft, publishDraft, saveDraft, useDraft } from "./draft";
import { Box } from "./fields";

const PROVISIONAL = "year_provisional";

export function PublishTab() {
  const { t } = useWords();
  const { problems, revision, published } = useDraft();
  return (
    <div className="two-halves">
      <div className="column">
        <Box title={t("pub.problems")}>
          {problems.length === 0 ? (
            <p className="well">
              <CircleCheck size={16} aria-hidden /> {t("pub.none")}
            </p>
          ) : (
            <Problems problems={problems} />
          )}
        </Box>
        <Differences key={`${revision}/${published?.version ?? 0}`} />
      </div>
      <div className="column">
        <Publish problems={problems} />
        <Versions />
        <CalendarFile />
      </div>
    </div>
  );
}

/** Return the tab that a place of the document is edited on. */
export function tabOf(path: readonly (string | number)[]): string {
  switch (String(path[0] ?? "")) {
    case "promotions":
      return "promotions";
    case "holidays":
    case "exceptions":
    case "makeup":
    case "emergency":
      return "days";
    default:
      return "week";
  }
}

function Problems({ problems }: { problems: readonly Problem[] }) {
  const { t, say } = useWords();
  const { id, history } = useDraft();
  const calendar = String(history.document["calendar"] ?? "");
  const errorsFirst = problems.toSorted((one, other) => one.severity.localeCompare(other.severity));
  const place = (problem: Problem): string =>
    problem.code === PROVISIONAL && calendar
      ? `#/calendars/${encodeURIComponent(calendar)}`
      : `#/schedules/${encodeURIComponent(id)}/${tabOf(problem.path)}?rule=${problem.path.slice(0, 2).join("/")}`;
  return (
    <ul className="problem-list">
      {errorsFirst.map((problem, index) => (
        <li key={index}>
          <button type="button" onClick={() => (location.hash = place(problem))}>
            <span
              className={`badge badge-${problem.severity}`}
              aria-label={t(`problems.${problem.severity}`)}
            >
              {problem.severity === "error" ? "✕" : "!"}
            </span>
            <span>
              <strong>
                {problem.code === PROVISIONAL
                  ? t("calendars.title")
                  : t(`tab.${tabOf(problem.path) as "week"}`)}
              </strong>
              {say(problem.message)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Differences() {
  const { t } = useWords();
  const { id, published } = useDraft();
  const unsaved = useDraft(isUnsaved);
  const [changes, setChanges] = useState<ChangeGroup[] | null>(null);
  useEffect(() => {
    scheduleApi
      .diff(id)
      .then(({ groups }) => setChanges(groups))
      .catch(() => setChanges(null));
  }, [id]);
  return (
    <Box title={t("pub.changes")}>
      {unsaved && (
        <p className="complaint complaint-warning">
          ! {t("pub.unsaved")}{" "}
          <Button size="compact-xs" variant="default" onClick={() => void saveDraft()}>
            {t("bar.save")}
          </Button>
        </p>
      )}
      {!published && <p className="muted">{t("pub.first")}</p>}
      {published && changes?.length === 0 && <p className="muted">{t("pub.same")}</p>}
      {published && changes && changes.length > 0 && <DifferenceTable groups={changes} />}
    </Box>
  );
}

function Publish({ problems }: { problems: readonly Problem[] }) {
  const { t } = useWords();
  const unsaved = useDraft(isUnsaved);
  const [message, setMessage] = useState("");
  const [confirmed, setConfirmed] = useState(false);
  const [busy, setBusy] = useState(false);
  const errors = problems.filter((one) => one.severity === "error");
  const provisional = errors.some((one) => one.code === PROVISIONAL);
  const blocking = errors.filter((one) => one.code !== PROVISIONAL);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    void publishDraft(message.trim(), confirmed).then((done) => {
      setBusy(false);
      if (done) setMessage("");
    });
  };
  return (
    <Box title={t("pub.title")}>
      <form className="stack" onSubmit={submit}>
        <p className="muted">{t("pub.help")}</p>
        {blocking.length > 0 && (
          <p className="complaint" role="alert">
            ✕ {t("publish.blocked", { n: blocking.length })}
          </p>
        )}
        <Textarea
          label={t("publish.message")}
          placeholder={t("pub.example")}
          value={message}
          minRows={2}
          maxLength={500}
          onChange={(event) => setMessage(event.currentTarget.value)}
        />
        {provisional && (
          <Checkbox
            size="xs"
            label={t("pub.confirm")}
            checked={confirmed}
            onChange={(event) => setConfirmed(event.currentTarget.checked)}
          />
        )}
        <Button
          type="submit"
          className="start"
          loading={busy}
          disabled={blocking.length > 0 || (provisional && !confirmed) || !message.trim()}
        >
          {t(unsaved ? "publish.saveAndDo" : "bar.publish")}
        </Button>
      </form>
    </Box>
  );
}

function Versions() {
  const { t } = useWords();
  const { id, revision, published } = useDraft();
  const unsaved = useDraft(isUnsaved);
  const [asked, setAsked] = useState(0);
  const again = (): void => setAsked(asked + 1);
  const rollback = (number: number): void => {
    useDraft.setState({ publishing: true });
    scheduleApi
      .rollback(id, number)
      .then(() => openDraft("schedules", id))
      .then(() => tell("good", "versions.rolledBack", { n: number }))
      .then(again)
      .catch(tellError);
  };
  const restore = (number: number): void => {
    scheduleApi
      .restore(id, number, revision)
      .then(() => openDraft("schedules", id))
      .then(() => tell("good", "versions.restored", { n: number }))
      .then(() => goTo(`#/schedules/${encodeURIComponent(id)}/publish`))
      .catch(tellError);
  };
  return (
    <Box title={t("bar.versions")}>
      <VersionList
        key={`${published?.version ?? 0}/${asked}`}
        read={() => scheduleApi.versions(id)}
        none={t("pub.never")}
        dirty={unsaved}
        onRollback={rollback}
        onRestore={restore}
      />
    </Box>
  );
}
