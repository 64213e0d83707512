/** Every call in progress, what it is at and for how long; supervisors hang up or listen.  Below, the last calls. */

import { Button, Loader } from "@mantine/core";
import { PhoneIncoming } from "lucide-react";
import { useCallback, useRef, useState } from "react";
import { Frame } from "../shell/Frame";
import { useWords } from "../words/words";
import { ALL, matching, stateOf, type Board, type Filter, type LiveCall } from "./board";
import { CallCards, type Ask } from "./CallCards";
import { ServerClock } from "./clock";
import { HangUpDialog, ListenDialog } from "./dialogs";
import { Filters } from "./Filters";
import { LastCalls } from "./LastCalls";
import "./monitor.css";
import { Systems } from "./Systems";
import { useBoard } from "./useBoard";

interface Asked {
  call: LiveCall;
  what: "hangUp" | "listen";
}

export function MonitorPage() {
  const { t } = useWords();
  const board = useBoard();
  const heading = useRef<HTMLHeadingElement>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = useCallback<Ask>((call, what) => setAsked({ call, what }), []);
  const close = (): void => {
    setAsked(null);
    // The card of a call that was ended takes the button with it that had the keyboard.
    setTimeout(() => document.activeElement === document.body && heading.current?.focus(), 300);
  };
  return (
    <Frame page="monitor">
      <main className="home-page wide">
        <div className="home-head">
          <h1 ref={heading} tabIndex={-1}>
            {t("monitor.title")}
          </h1>
          <span className="grow" />
          {board && <strong role="status">{t("monitor.count", { n: board.calls.length })}</strong>}
        </div>
        {board === null && <Loader size="sm" aria-label={t("app.loading")} />}
        {board && <Systems engines={board.engines} />}
        {board && <Calls board={board} onAsk={ask} />}
        {board && <LastCalls />}
      </main>
      {asked?.what === "hangUp" && <HangUpDialog call={asked.call} onClose={close} />}
      {asked?.what === "listen" && <ListenDialog call={asked.call} onClose={close} />}
    </Frame>
  );
}

function Calls({ board, onAsk }: { board: Board; onAsk: Ask }) {
  const { t } = useWords();
  const [filter, setFilter] = useState<Filter>(ALL);
  if (board.calls.length === 0)
    return (
      <div className="home-empty">
        <PhoneIncoming size={32} aria-hidden />
        <p>{t("monitor.empty")}</p>
      </div>
    );
  const engines = new Map(board.engines.map((one) => [one.id, one]));
  const calls = matching(board.calls, filter).filter(
    (call) => !filter.state || stateOf(call, engines.get(call.engine)) === filter.state,
  );
  return (
    <ServerClock>
      <Filters board={board} filter={filter} onChange={setFilter} />
      {calls.length === 0 && (
        <p className="calls-none">
          {t("monitor.noneShown")}{" "}
          <Button variant="default" onClick={() => setFilter(ALL)}>
            {t("monitor.showAll")}
          </Button>
        </p>
      )}
      <CallCards board={{ ...board, calls }} onAsk={onAsk} />
    </ServerClock>
  );
}
