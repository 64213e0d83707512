/** Every call in progress, what it is at and for how long; supervisors hang up or listen.  Below, the last calls. */

import { Loader } from "@mantine/core";
import { CircleAlert, CircleCheck, PhoneIncoming } from "lucide-react";
import { useState } from "react";
import { Frame } from "../shell/Frame";
import { useWords } from "../words/words";
import type { EngineRow, LiveCall } from "./board";
import { CallTable } from "./CallTable";
import { HangUpDialog, ListenDialog } from "./dialogs";
import { LastCalls } from "./LastCalls";
import "./monitor.css";
import { useBoard } from "./useBoard";

interface Asked {
  call: LiveCall;
  what: "hangUp" | "listen";
}

export function MonitorPage() {
  const { t } = useWords();
  const board = useBoard();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = (): void => setAsked(null);
  return (
    <Frame page="monitor">
      <main className="home-page wide">
        <div className="home-head">
          <h1>{t("monitor.title")}</h1>
          <span className="grow" />
          {board && <strong role="status">{t("monitor.count", { n: board.calls.length })}</strong>}
        </div>
        {board === null && <Loader size="sm" aria-label={t("app.loading")} />}
        {board && <Engines engines={board.engines} />}
        {board?.calls.length === 0 && (
          <div className="home-empty">
            <PhoneIncoming size={32} aria-hidden />
            <p>{t("monitor.empty")}</p>
          </div>
        )}
        {board && board.calls.length > 0 && (
          <CallTable board={board} onAsk={(call, what) => setAsked({ call, what })} />
        )}
        {board && <LastCalls />}
      </main>
      {asked?.what === "hangUp" && <HangUpDialog call={asked.call} onClose={close} />}
      {asked?.what === "listen" && <ListenDialog call={asked.call} onClose={close} />}
    </Frame>
  );
}

function Engines({ engines }: { engines: readonly EngineRow[] }) {
  const { t } = useWords();
  if (engines.length === 0) return <p className="muted">{t("monitor.noEngine")}</p>;
  return (
    <ul className="engines">
      {engines.map(({ id, gone, name, adapter }) => (
        <li key={id} className={gone ? "engine-gone" : "engine-there"}>
          {gone ? <CircleAlert size={14} aria-hidden /> : <CircleCheck size={14} aria-hidden />}
          {t(gone ? "monitor.engineGone" : "monitor.engine", { name, adapter })}
        </li>
      ))}
    </ul>
  );
}
