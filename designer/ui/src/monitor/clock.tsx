/** The server's clock, which ticks once a second, and how long ago something was by it. */

import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { monitorApi } from "../api/monitor";
import { tellError } from "../shell/notices";
import { lengthOf } from "./board";

const Now = createContext(0);

export function ServerClock({ children }: { children: ReactNode }) {
  const [ahead, setAhead] = useState(0);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const read = ({ now: theirs }: { now: string }): void => setAhead(Date.parse(theirs) - Date.now());
    monitorApi.board().then(read).catch(tellError);
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <Now.Provider value={now + ahead}>{children}</Now.Provider>;
}

/** Show how long ago a moment was. */
export function Since({ moment, label }: { moment: string; label?: string }) {
  const now = useContext(Now);
  return (
    <time className="since" {...(label ? { title: label } : {})}>
      {lengthOf((now - Date.parse(moment)) / 1000)}
    </time>
  );
}
