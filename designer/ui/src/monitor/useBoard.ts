/** The board, kept up to date, and the server's clock. */

import { useEffect, useState } from "react";
import { monitorApi } from "../api/monitor";
import { live } from "../api/socket";
import { tellError } from "../shell/notices";
import { changed, EMPTY, type Board, type Item } from "./board";

/** Return the board, null before it is known. */
export function useBoard(): Board | null {
  const [board, setBoard] = useState<Board | null>(null);
  useEffect(
    () =>
      live.listen("calls", (data, kind) => {
        const items = data as Item[];
        setBoard((old) => changed(kind === "snapshot" ? EMPTY : (old ?? EMPTY), items));
      }),
    [],
  );
  return board;
}

/** Return the server's time in milliseconds, once a second anew. */
export function useServerTime(): number {
  const [ahead, setAhead] = useState(0);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const read = ({ now: theirs }: { now: string }): void => setAhead(Date.parse(theirs) - Date.now());
    monitorApi.board().then(read).catch(tellError);
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now + ahead;
}
