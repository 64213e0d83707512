/** The last calls: when, who, which flow, how long, and who ended them. */

import { useEffect, useState } from "react";
import { monitorApi, type CallRow } from "../api/monitor";
import { live } from "../api/socket";
import { useFlowTitle } from "../schedules/fields";
import { tellError } from "../shell/notices";
import { en, useWords, type Speech, type WordKey } from "../words/words";
import { lengthOf, type Item } from "./board";

const WRITTEN_WITHIN = 1000;

const SUPERVISOR = "supervisor";

const BY: Record<string, WordKey> = {
  caller: "monitor.by.caller",
  flow: "monitor.by.flow",
  agent: "monitor.by.agent",
  limit: "monitor.by.limit",
  system: "monitor.by.system",
};

function endedBy(row: CallRow, t: Speech["t"]): string {
  if (row.cause === SUPERVISOR) return t("monitor.by.supervisor");
  const known = BY[row.ended_by];
  return known ? t(known) : row.ended_by;
}

/** Say why a call ended, where that is more than that somebody hung up; a cause without words is shown as it is. */
function whyOver(row: CallRow, t: Speech["t"]): string {
  if (row.cause === SUPERVISOR || row.cause === "normal") return "";
  const key = `monitor.cause.${row.cause}`;
  return key in en ? t(key as WordKey) : row.cause;
}

export function LastCalls() {
  const { t, language } = useWords();
  const title = useFlowTitle();
  const [rows, setRows] = useState<CallRow[] | null>(null);
  useEffect(() => {
    const read = (): void => void monitorApi.recent().then(setRows).catch(tellError);
    read();
    // The record of a call is written at about the time of its last event.
    return live.listen("calls", (data) => {
      if ((data as Item[]).some((item) => "ended" in item)) setTimeout(read, WRITTEN_WITHIN);
    });
  }, []);
  const over = rows?.filter((row) => row.ended_by) ?? [];
  const moment = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "medium" });
  return (
    <section aria-label={t("monitor.recent")}>
      <h2>{t("monitor.recent")}</h2>
      {rows && over.length === 0 && <p className="muted">{t("monitor.recentEmpty")}</p>}
      {over.length > 0 && (
        <div className="monitor-scroll">
          <table className="hotlines monitor">
            <thead>
              <tr>
                <th>{t("monitor.when")}</th>
                <th>{t("monitor.caller")}</th>
                <th>{t("monitor.flow")}</th>
                <th className="number">{t("monitor.length")}</th>
                <th>{t("monitor.endedBy")}</th>
              </tr>
            </thead>
            <tbody>
              {over.map((row) => (
                <tr key={row.id}>
                  <td>{moment.format(new Date(row.at))}</td>
                  <td>
                    <strong>{row.caller || t("monitor.withheld")}</strong>
                    <small>{row.called}</small>
                  </td>
                  <td>{title(row.flow)}</td>
                  <td className="number">{lengthOf(row.seconds)}</td>
                  <td>
                    {endedBy(row, t)}
                    <small>{whyOver(row, t)}</small>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
