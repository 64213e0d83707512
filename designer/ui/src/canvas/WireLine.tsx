/** One wire on the canvas, with a button in its middle that puts a step between. */

import { BaseEdge, EdgeLabelRenderer, getSmoothStepPath, useReactFlow, type EdgeProps } from "@xyflow/react";
import { Plus } from "lucide-react";
import { memo } from "react";
import { showDialog } from "../editor/dialogs";
import { outletOf } from "../editor/store";
import { CARD_WIDTH } from "../model/layout";
import { useTrace } from "../testcall/trace";
import { useWords } from "../words/words";
import type { Wire } from "./cards";
import { useHover } from "./hover";

function Line(props: EdgeProps<Wire>) {
  const passed = useTrace((trace) => trace.wires.has(props.id));
  const near = useHover((state) => state.wire === props.id);
  const bend = props.data?.bend;
  const shape = { ...props, borderRadius: 10, offset: 20 };
  const [path, x, y] = getSmoothStepPath(bend === undefined ? shape : { ...shape, centerX: bend });
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        interactionWidth={20}
        className={`wire ${passed ? "passed" : ""} ${props.selected ? "chosen" : ""}`}
      />
      {(near || props.selected) && <Splice id={props.id} x={x} y={y} />}
    </>
  );
}

export const WireLine = memo(Line);

function Splice({ id, x, y }: { id: string; x: number; y: number }) {
  const { t } = useWords();
  const { flowToScreenPosition } = useReactFlow();
  const open = (): void => {
    const screen = flowToScreenPosition({ x, y });
    showDialog({
      name: "add",
      at: [x - CARD_WIDTH / 2, y - 20],
      screen: [screen.x, screen.y],
      outlet: outletOf(id),
      splice: true,
    });
  };
  return (
    <EdgeLabelRenderer>
      <button
        type="button"
        className="splice nodrag nopan"
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        aria-label={t("canvas.splice")}
        title={t("canvas.splice")}
        onMouseEnter={() => useHover.setState({ wire: id })}
        onClick={open}
      >
        <Plus size={12} />
      </button>
    </EdgeLabelRenderer>
  );
}
