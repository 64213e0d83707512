/** The numbers that callers dial: what answers each, right now and by which rule. */

import { Button } from "@mantine/core";
import { Pencil, Phone, Plus } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import type { Answer, HotlineRow } from "../api/schedules";
import { live } from "../api/socket";
import { Tool } from "../editor/TopBar";
import { localText } from "../schedules/dates";
import { useFlowTitle } from "../schedules/fields";
import { sayOpens, sayRule, sayState, sayUntil } from "../schedules/say";
import { Frame } from "../shell/Frame";
import { useCatalog } from "../shell/catalog";
import { tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { AlarmList } from "./AlarmList";
import { readHotlines, type Hotlines } from "./files";
import { HotlineForm } from "./HotlineForm";

type Event = { number?: string; now?: Answer | null };

export function HotlinesPage() {
  const { t } = useWords();
  const [file, setFile] = useState<Hotlines | null>(null);
  const [edited, setEdited] = useState<HotlineRow | "new" | null>(null);
  const read = useCallback(() => void readHotlines().then(setFile).catch(tellError), []);
  useEffect(() => {
    read();
    return live.listen("hotlines", (data) =>
      setFile((old) => old && withAnswers(old, [data].flat(2) as (Event | null)[])),
    );
  }, [read]);
  return (
    <Frame page="hotlines">
      <main className="home-page wide">
        <div className="home-head">
          <h1>{t("hotlines.title")}</h1>
          <span className="grow" />
          <Button leftSection={<Plus size={14} />} onClick={() => setEdited("new")}>
            {t("hotlines.add")}
          </Button>
        </div>
        <AlarmList />
        {file?.hotlines.length === 0 && (
          <div className="home-empty">
            <Phone size={32} aria-hidden />
            <p>{t("hotlines.empty")}</p>
          </div>
        )}
        {file && file.hotlines.length > 0 && <Table file={file} onEdit={setEdited} />}
      </main>
      {edited && file && (
        <HotlineForm
          file={file}
          row={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={() => {
            setEdited(null);
            read();
          }}
        />
      )}
    </Frame>
  );
}

function withAnswers(file: Hotlines, events: (Event | null)[]): Hotlines {
  const now = new Map(events.filter((one) => one?.number).map((one) => [one?.number, one?.now ?? null]));
  const hotlines = file.hotlines.map((row) =>
    now.has(row.number) ? { ...row, now: now.get(row.number) ?? null } : row,
  );
  return { ...file, hotlines };
}

function Table({ file, onEdit }: { file: Hotlines; onEdit: (row: HotlineRow) => void }) {
  const { t, say } = useWords();
  return (
    <table className="hotlines">
      <thead>
        <tr>
          <th>{t("hotlines.number")}</th>
          <th>{t("hotlines.answers")}</th>
          <th>{t("hotlines.now")}</th>
          <th aria-label={t("hotlines.edit")} />
        </tr>
      </thead>
      <tbody>
        {file.hotlines.map((row) => (
          <tr key={row.number}>
            <td>
              <strong>{row.number}</strong>
              <small>{say(row.title)}</small>
            </td>
            <td>
              <By row={row} schedules={file.schedules} />
            </td>
            <td>
              <Now row={row} />
            </td>
            <td>
              <Tool label={`${t("hotlines.edit")} ${row.number}`} onClick={() => onEdit(row)}>
                <Pencil size={14} />
              </Tool>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function By({ row, schedules }: { row: HotlineRow; schedules: Hotlines["schedules"] }) {
  const { t, say } = useWords();
  const title = useFlowTitle();
  const [kind, id] = row.schedule
    ? (["schedules", row.schedule] as const)
    : (["flows", row.flow ?? ""] as const);
  return (
    <a href={`#/${kind}/${encodeURIComponent(id)}`}>
      {row.schedule
        ? t("hotlines.bySchedule", { name: say(schedules[row.schedule] ?? "") || row.schedule })
        : t("hotlines.byFlow", { name: title(id) })}
    </a>
  );
}

/** What answers now; a number that always has one flow has that, once it is published. */
function Now({ row }: { row: HotlineRow }) {
  const speech = useWords();
  const { t } = speech;
  const title = useFlowTitle();
  const published = useCatalog((catalog) =>
    catalog.flows.some((one) => one.id === row.flow && one.published),
  );
  const { now } = row;
  if (now)
    return (
      <span className="now">
        <span className={`state state-${now.state}`}>{sayState(now, speech)}</span>
        <strong>{title(now.flow)}</strong>
        <small>
          {sayRule(now, speech)}
          {now.until !== now.opens || !now.opens
            ? ` · ${sayUntil(now.until && localText(new Date(now.until)), speech)}`
            : ""}
          {now.opens && ` · ${sayOpens(localText(new Date(now.opens)), speech)}`}
        </small>
      </span>
    );
  if (published && row.flow)
    return (
      <span className="now">
        <span className="state state-open">{t("state.open")}</span>
        <strong>{title(row.flow)}</strong>
        <small>{t("hotlines.always")}</small>
      </span>
    );
  return <span className="complaint complaint-warning">! {t("hotlines.unpublished")}</span>;
}
