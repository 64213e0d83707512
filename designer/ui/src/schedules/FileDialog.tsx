/** An iCalendar file before it is taken over: what its events mean, what changes, and what cannot be taken and why. */

import { Button, Modal, SegmentedControl } from "@mantine/core";
import { useEffect, useState } from "react";
import { ApiError } from "../api/client";
import { scheduleApi, type ChangeGroup, type FileRead, type Meaning } from "../api/schedules";
import type { Words } from "../api/types";
import type { JsonObject } from "../model/document";
import { tell, tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { DifferenceTable } from "./DifferenceTable";
import { change, useDraft, useDraftDocument } from "./draft";
import { FlowSelect } from "./fields";

/** Return the file's document under the name and title of the schedule of this page. */
function asThisSchedule(read: FileRead, document: JsonObject): JsonObject {
  return {
    ...read.document,
    schedule: document["schedule"] ?? "",
    title: document["title"] ?? "",
    flows: document["flows"] ?? read.document["flows"] ?? {},
  };
}

interface Found {
  read: FileRead;
  document: JsonObject;
  /** Null when the file's schedule has errors, which are shown after it is taken over. */
  groups: ChangeGroup[] | null;
}

export function FileDialog({ text, onClose }: { text: string; onClose: () => void }) {
  const { t, say } = useWords();
  const id = useDraft((draft) => draft.id);
  const document = useDraftDocument();
  const [meaning, setMeaning] = useState<Meaning>("days");
  const [flow, setFlow] = useState("");
  const [found, setFound] = useState<Found | null>(null);
  const [refused, setRefused] = useState<Words | null>(null);
  useEffect(() => {
    let current = true;
    look(id, text, document, meaning, flow)
      .then((next) => current && setFound(next))
      .catch((error: unknown) => {
        if (error instanceof ApiError) setRefused(error.words);
        else tellError(error);
      });
    return () => {
      current = false;
    };
  }, [id, text, document, meaning, flow]);
  const take = (): void => {
    if (found) change({ label: "did.reload", apply: () => found.document });
    tell("good", "ics.taken");
    onClose();
  };
  const same = found !== null && JSON.stringify(found.document) === JSON.stringify(document);
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={t("ics.dialog")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <div className="stack">
        {refused && (
          <p className="complaint" role="alert">
            ✕ {say(refused)}
          </p>
        )}
        {found?.read.own && <p>{t("ics.own")}</p>}
        {found && !found.read.own && (
          <>
            <p>{t("ics.foreign")}</p>
            <SegmentedControl
              size="xs"
              aria-label={t("ics.meaning")}
              data={[
                { value: "days", label: t("ics.days") },
                { value: "promotions", label: t("ics.promotions") },
              ]}
              value={meaning}
              onChange={(next) => setMeaning(next as Meaning)}
            />
            {meaning === "promotions" && (
              <FlowSelect label={t("promo.flow")} value={flow} onChange={setFlow} />
            )}
          </>
        )}
        {found && <NotTaken problems={found.read.problems.map((one) => say(one.message))} />}
        {found && same && <p role="status">{t("ics.same")}</p>}
        {found && !same && found.groups && (
          <div className="scrolling">
            <DifferenceTable groups={found.groups} />
          </div>
        )}
        {found && !same && !found.groups && (
          <p className="complaint complaint-warning">! {t("ics.unclear")}</p>
        )}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button disabled={!found || same || (meaning === "promotions" && !flow)} onClick={take}>
            {t("ics.take")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

async function look(
  id: string,
  text: string,
  document: JsonObject,
  meaning: Meaning,
  flow: string,
): Promise<Found> {
  const read = await scheduleApi.readIcs(text, document, meaning, flow);
  const next = asThisSchedule(read, document);
  const groups = await scheduleApi
    .compare(id, document, next)
    .then((answer) => answer.groups)
    .catch(() => null);
  return { read, document: next, groups };
}

function NotTaken({ problems }: { problems: string[] }) {
  const { t } = useWords();
  if (problems.length === 0) return null;
  return (
    <details open className="not-taken">
      <summary>{t("ics.notTaken", { n: problems.length })}</summary>
      <ul>
        {problems.map((text, index) => (
          <li key={index}>{text}</li>
        ))}
      </ul>
    </details>
  );
}
