/** The table of calls in progress: colour and icon say what kind of step each is at. */

import { Headphones, PhoneOff } from "lucide-react";
import { StepIcon } from "../canvas/icons";
import { Tool } from "../editor/TopBar";
import { useFlowTitle } from "../schedules/fields";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import { lengthOf, type Board, type EngineRow, type LiveCall } from "./board";
import { useServerTime } from "./useBoard";

type Ask = (call: LiveCall, what: "hangUp" | "listen") => void;

export function CallTable({ board, onAsk }: { board: Board; onAsk: Ask }) {
  const { t } = useWords();
  const now = useServerTime();
  const engines = new Map(board.engines.map((one) => [one.id, one]));
  return (
    <table className="hotlines monitor">
      <thead>
        <tr>
          <th>{t("monitor.caller")}</th>
          <th>{t("monitor.flow")}</th>
          <th>{t("monitor.step")}</th>
          <th className="number">{t("monitor.here")}</th>
          <th className="number">{t("monitor.total")}</th>
          <th>{t("monitor.actions")}</th>
        </tr>
      </thead>
      <tbody>
        {board.calls.map((call) => (
          <Row key={call.id} call={call} engine={engines.get(call.engine)} now={now} onAsk={onAsk} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  call: LiveCall;
  engine: EngineRow | undefined;
  now: number;
  onAsk: Ask;
}

function Row({ call, engine, now, onAsk }: RowProps) {
  const { t } = useWords();
  const title = useFlowTitle();
  const since = (moment: string): string => lengthOf((now - Date.parse(moment)) / 1000);
  const caller = call.caller || t("monitor.withheld");
  const isLost = !engine || engine.gone;
  return (
    <tr className={isLost ? "call-lost" : ""}>
      <td>
        <strong>{caller}</strong>
        <small>{call.called}</small>
      </td>
      <td>
        <a href={`#/flows/${encodeURIComponent(call.flow)}`}>{title(call.flow)}</a>
        <small>{t("monitor.version", { n: call.version })}</small>
      </td>
      <td>{isLost ? t("monitor.lost") : <At call={call} />}</td>
      <td className="number">{since(call.moved_at)}</td>
      <td className="number">{since(call.at)}</td>
      <td>
        {!isLost && (
          <span className="tools">
            {engine.offers.includes("listen") && (
              <Tool label={`${t("monitor.listen")} ${caller}`} onClick={() => onAsk(call, "listen")}>
                <Headphones size={14} />
              </Tool>
            )}
            <Tool label={`${t("monitor.hangUp")} ${caller}`} onClick={() => onAsk(call, "hangUp")}>
              <PhoneOff size={14} />
            </Tool>
          </span>
        )}
      </td>
    </tr>
  );
}

function At({ call }: { call: LiveCall }) {
  const { language } = useWords();
  const title = useFlowTitle();
  const type = useCatalog((catalog) => catalog.types[call.type]);
  return (
    <span className={`call-at family-${type?.family ?? "end"}`}>
      {type && <StepIcon icon={type.icon} family={type.family} />}
      <span>
        <strong>{type?.labels[language]?.[call.type] ?? call.type}</strong>
        <small>{call.step_flow === call.flow ? call.node : `${title(call.step_flow)} · ${call.node}`}</small>
      </span>
    </span>
  );
}
