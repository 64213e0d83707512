/** One step on the canvas. */

import { Handle, Position, type NodeProps } from "@xyflow/react";
import { Flag } from "lucide-react";
import { memo } from "react";
import { useWords } from "../words/words";
import { exitOffsets, HEADER } from "../model/layout";
import { useTrace } from "../testcall/trace";
import type { Card, CardData } from "./cards";
import { useFind } from "./find";
import { StepIcon } from "./icons";

function CardFace({ id, data, selected }: NodeProps<Card>) {
  const { t } = useWords();
  const light = useTrace((trace) => (trace.at === id ? "running" : trace.steps.has(id) ? "passed" : ""));
  const dim = useFind((find) => find.found.size > 0 && !find.found.has(id));
  const offsets = exitOffsets(data.exits);
  return (
    <div className={`card family-${data.family} ${light} ${selected ? "chosen" : ""} ${dim ? "dim" : ""}`}>
      {data.start && (
        <span className="start-mark">
          <Flag size={11} aria-hidden /> {t("card.start")}
        </span>
      )}
      <Handle id="in" type="target" position={Position.Left} className="dot" style={{ top: HEADER / 2 }} />
      <div className="card-head">
        <span className="card-icon">
          <StepIcon icon={data.icon} family={data.family} />
        </span>
        <span className="card-title">{data.title}</span>
        <Badge data={data} />
      </div>
      <div className="card-summary" title={data.summary}>
        {data.summary || <span className="card-todo">{t("card.todo")}</span>}
      </div>
      {data.exits.map((exit, index) => (
        <Exit key={exit.name} exit={exit} top={offsets[index] ?? 0} />
      ))}
    </div>
  );
}

export const StepCard = memo(CardFace);

function Badge({ data }: { data: CardData }) {
  const { t } = useWords();
  if (data.errors) {
    return (
      <span className="badge badge-error" title={t("home.errors", { n: data.errors })}>
        ✕{data.errors}
      </span>
    );
  }
  if (!data.warnings) return null;
  return (
    <span className="badge badge-warning" title={t("home.warnings", { n: data.warnings })}>
      !{data.warnings}
    </span>
  );
}

function Exit({ exit, top }: { exit: CardData["exits"][number]; top: number }) {
  const { t } = useWords();
  const state = exit.target ? "wired" : exit.required ? "required" : "open";
  const hint = exit.target
    ? exit.label
    : `${exit.label} · ${t(exit.required ? "card.mustWire" : "card.mayWire")}`;
  return (
    <>
      <span
        className={`exit ${exit.system || exit.unknown ? "exit-system" : ""}`}
        style={{ top: top - 12 }}
        title={hint}
      >
        <span className="exit-label">{exit.label}</span>
      </span>
      <Handle
        id={exit.name}
        type="source"
        position={Position.Right}
        className={`dot dot-${state}`}
        style={{ top }}
        data-exit={exit.name}
        title={hint}
      />
    </>
  );
}
