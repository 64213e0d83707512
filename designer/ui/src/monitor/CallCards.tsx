/** One card for each line: what it is at by colour and word, who calls, where in which flow, and for how long. */

import { Headphones, PhoneOff } from "lucide-react";
import { memo } from "react";
import { Tool } from "../editor/TopBar";
import { useFlowTitle } from "../schedules/fields";
import { useWords } from "../words/words";
import { stateOf, type Board, type EngineRow, type LiveCall } from "./board";
import { Since } from "./clock";
import { StateMark } from "./states";
import { useStepTitle } from "./titles";

export type Ask = (call: LiveCall, what: "hangUp" | "listen") => void;

export function CallCards({ board, onAsk }: { board: Board; onAsk: Ask }) {
  const { t } = useWords();
  const engines = new Map(board.engines.map((one) => [one.id, one]));
  return (
    <ul className="call-cards" aria-label={t("monitor.title")}>
      {board.calls.map((call) => (
        <CallCard key={call.id} call={call} engine={engines.get(call.engine)} onAsk={onAsk} />
      ))}
    </ul>
  );
}

interface Props {
  call: LiveCall;
  engine: EngineRow | undefined;
  onAsk: Ask;
}

const CallCard = memo(function CallCard({ call, engine, onAsk }: Props) {
  const { t } = useWords();
  const title = useFlowTitle();
  const step = useStepTitle(call);
  const state = stateOf(call, engine);
  const caller = call.caller || t("monitor.withheld");
  const flow = call.step_flow || call.flow;
  const place = call.system || engine?.systems[0]?.name || "";
  return (
    <li className={`call-card line-${state}`}>
      <div className="call-top">
        <StateMark state={state} />
        <Since moment={call.moved_at} label={t("monitor.here")} />
        <span className="grow" />
        <Since moment={call.at} label={t("monitor.total")} />
      </div>
      <strong className="call-caller">{caller}</strong>
      <div className="call-where">
        {flow !== call.flow && <span className="muted">{title(call.flow)} › </span>}
        <a href={`#/flows/${encodeURIComponent(flow)}?call=${encodeURIComponent(call.id)}`}>
          {title(flow)} › {state === "lost" ? t("monitor.lost") : step}
        </a>
      </div>
      <div className="call-foot">
        <small>
          {t("monitor.to", { number: call.called })}
          {place && ` · ${place}`}
        </small>
        {state !== "lost" && (
          <span className="tools">
            {engine?.offers.includes("listen") && (
              <Tool label={`${t("monitor.listen")} ${caller}`} onClick={() => onAsk(call, "listen")}>
                <Headphones size={15} />
              </Tool>
            )}
            <Tool label={`${t("monitor.hangUp")} ${caller}`} onClick={() => onAsk(call, "hangUp")}>
              <PhoneOff size={15} />
            </Tool>
          </span>
        )}
      </div>
    </li>
  );
});
