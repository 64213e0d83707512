/** The canvas: React Flow shows the document, and every gesture on it becomes one command. */

import {
  Background,
  Controls,
  MiniMap,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStore,
  type Edge,
  type FinalConnectionState,
  type ReactFlowInstance,
} from "@xyflow/react";
import { useComputedColorScheme } from "@mantine/core";
import { LayoutGrid } from "lucide-react";
import { useCallback, useMemo, useState, type KeyboardEvent } from "react";
import { showDialog } from "../editor/dialogs";
import { currentDocument, outletOf, perform, select, useDocument, useEditor } from "../editor/store";
import { tidy, wire } from "../model/commands";
import { startOf, stepsOf } from "../model/document";
import { autoLayout, HEADER } from "../model/layout";
import { useCatalog } from "../shell/catalog";
import { useTrace } from "../testcall/trace";
import { useWords } from "../words/words";
import type { Card, Wire } from "./cards";
import { FindBar } from "./FindBar";
import { useHover } from "./hover";
import { StepCard } from "./StepCard";
import { useCanvasChanges } from "./useCanvasChanges";
import { useDrawing } from "./useDrawing";
import { keepFlow, reveal } from "./view";
import { WireLine } from "./WireLine";

const NODE_TYPES = { step: StepCard };
const EDGE_TYPES = { wire: WireLine };
const SNAP: [number, number] = [4, 4];
const FIT = { padding: 0.15, maxZoom: 1 };
const READABLE = 0.75;
const MARGIN = 48;
const PAN_BUTTONS = [1, 2];
const NO_KEY = null;
const PRO = { hideAttribution: false };
const CULL_ABOVE = 150;
const FAR = 0.35;

export function Canvas() {
  const { t } = useWords();
  const scheme = useComputedColorScheme("light");
  const { cards, wires } = useDrawing();
  const { nodes, edges, onNodesChange, onEdgesChange } = useCanvasChanges(cards, wires);
  const handlers = useGestures();
  const far = useStore((state) => state.transform[2] < FAR);
  const isCalling = useEditor((state) => state.panel === "test");
  const lit = useTrace((trace) => trace.lit) && isCalling;
  const labels = useAriaWords();
  const [settling, setSettling] = useState("settling");
  const begin = useCallback((flow: ReactFlowInstance<Card, Wire>) => {
    void showFirst(flow).finally(() => setSettling(""));
  }, []);
  return (
    <main
      className={`canvas ${far ? "far" : ""} ${lit ? "lit" : ""} ${settling}`}
      tabIndex={-1}
      aria-label={t("canvas.name")}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        colorMode={scheme}
        snapToGrid
        snapGrid={SNAP}
        minZoom={0.1}
        maxZoom={2}
        onInit={begin}
        onFocus={chooseFocused}
        onKeyDownCapture={keepFocus}
        panOnDrag={PAN_BUTTONS}
        panOnScroll
        selectionOnDrag
        selectionMode={SelectionMode.Partial}
        deleteKeyCode={NO_KEY}
        multiSelectionKeyCode="Shift"
        connectionRadius={24}
        onlyRenderVisibleElements={cards.length > CULL_ABOVE}
        proOptions={PRO}
        ariaLabelConfig={labels}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        {...handlers}
      >
        <Background gap={20} size={1.5} />
        <MiniMap pannable zoomable ariaLabel={t("canvas.map")} nodeClassName={mapClass} />
        <Controls showInteractive={false}>
          <TidyButton />
        </Controls>
      </ReactFlow>
      <FindBar />
      {cards.length === 0 && <Empty />}
    </main>
  );
}

/** Who walks from card to card by keyboard chooses them as well. */
function chooseFocused({ target }: { target: EventTarget }): void {
  if (!(target instanceof HTMLElement) || !target.matches(".react-flow__node:focus-visible")) return;
  const id = target.dataset["id"] ?? "";
  if (!useEditor.getState().selected.includes(id)) select([id]);
}

/** Show all of a small flow; of a large one the beginning, in a size that can be read.  Until then nothing is shown,
 * so that no step moves from under the hand. */
async function showFirst(flow: ReactFlowInstance<Card, Wire>): Promise<void> {
  keepFlow(flow);
  if (flow.getNodes().length === 0) return; // a fit would wait for the first step
  await flow.fitView(FIT);
  await showBeginning(flow);
  // The call that is followed may be far from the beginning.
  const at = flow.getNode(useTrace.getState().at)?.position;
  if (at) reveal([at.x, at.y]);
}

async function showBeginning(flow: ReactFlowInstance<Card, Wire>): Promise<void> {
  const nodes = flow.getNodes();
  if (nodes.length === 0 || flow.getZoom() >= READABLE) return;
  const { y } = flow.getNodesBounds(nodes);
  const start = flow.getNode(startOf(currentDocument())) ?? nodes[0];
  const left = start?.position.x ?? 0;
  await flow.setViewport({ x: MARGIN - left * READABLE, y: MARGIN - y * READABLE, zoom: READABLE });
}

/** Escape gives up the choice; React Flow would take the keyboard from the card as well. */
function keepFocus(event: KeyboardEvent): void {
  if (event.key === "Escape") event.stopPropagation();
}

function mapClass(card: Card): string {
  return `map-card family-${card.data.family}`;
}

function Empty() {
  const { t } = useWords();
  return (
    <div className="canvas-empty">
      <strong>{t("canvas.empty")}</strong>
      <p>{t("canvas.emptyHelp")}</p>
    </div>
  );
}

function TidyButton() {
  const { t } = useWords();
  const document = useDocument();
  const types = useCatalog((catalog) => catalog.types);
  const disabled = Object.keys(stepsOf(document)).length === 0;
  return (
    <button
      type="button"
      className="react-flow__controls-button"
      title={t("canvas.tidy")}
      aria-label={t("canvas.tidy")}
      disabled={disabled}
      onClick={() => perform(tidy(autoLayout(currentDocument(), types)))}
    >
      <LayoutGrid size={12} />
    </button>
  );
}

function useAriaWords() {
  const { t } = useWords();
  return useMemo(
    () => ({
      "node.a11yDescription.default": t("canvas.howStep"),
      "node.a11yDescription.keyboardDisabled": t("canvas.howStep"),
      "node.a11yDescription.ariaLiveMessage": ({ x, y }: { x: number; y: number }) =>
        t("canvas.moved", { x, y }),
      "edge.a11yDescription.default": t("canvas.howWire"),
      "controls.ariaLabel": t("canvas.view"),
      "controls.zoomIn.ariaLabel": t("canvas.zoomIn"),
      "controls.zoomOut.ariaLabel": t("canvas.zoomOut"),
      "controls.fitView.ariaLabel": t("canvas.fit"),
      "minimap.ariaLabel": t("canvas.map"),
      "handle.ariaLabel": t("canvas.dot"),
    }),
    [t],
  );
}

/** Wires drawn, moved and dropped on the empty canvas. */
function useGestures() {
  const { screenToFlowPosition } = useReactFlow();
  const [handlers] = useState(() => ({
    onConnect: ({
      source,
      sourceHandle,
      target,
    }: Edge | { source: string; sourceHandle: string | null; target: string }) =>
      perform(wire({ from: source, exit: sourceHandle ?? "" }, target)),
    onReconnect: (old: Wire, { target }: { target: string }) => perform(wire(outletOf(old.id), target)),
    onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      if (state.isValid || state.fromHandle?.type !== "source" || !state.fromNode) return;
      const outlet = { from: state.fromNode.id, exit: state.fromHandle.id ?? "" };
      const point = "changedTouches" in event ? event.changedTouches[0] : event;
      if (!point) return;
      const under = document.elementFromPoint(point.clientX, point.clientY);
      const card = under?.closest<HTMLElement>(".react-flow__node")?.dataset["id"];
      if (card) perform(wire(outlet, card));
      else if (under?.closest(".canvas")) {
        const { x, y } = screenToFlowPosition({ x: point.clientX, y: point.clientY });
        const screen = [point.clientX, point.clientY] as const;
        showDialog({ name: "add", at: [x, y - HEADER / 2], screen, outlet, splice: false });
      }
    },
    onEdgeMouseEnter: (_event: unknown, { id }: Wire) => useHover.setState({ wire: id }),
    onEdgeMouseLeave: () => useHover.setState({ wire: "" }),
    onNodeDoubleClick: () => useEditor.setState({ panel: "settings" }),
  }));
  return handlers;
}
