/** What React Flow reports, sorted: choice stays in view state, a finished move becomes a command. */

import type { EdgeChange, NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useState } from "react";
import { currentDocument, perform, placesOf, useEditor } from "../editor/store";
import { moveSteps, type Places } from "../model/commands";
import { useCatalog } from "../shell/catalog";
import type { Card, Wire } from "./cards";

type Change = NodeChange<Card> | EdgeChange<Wire>;

/** Return the choice after these changes, or the same list when none is about choosing. */
function chosenAfter(chosen: readonly string[], changes: readonly Change[]): readonly string[] {
  const next = new Set(chosen);
  let touched = false;
  for (const change of changes) {
    if (change.type !== "select" || next.has(change.id) === change.selected) continue;
    touched = true;
    if (change.selected) next.add(change.id);
    else next.delete(change.id);
  }
  return touched ? [...next] : chosen;
}

export function useCanvasChanges(cards: readonly Card[], wires: readonly Wire[]) {
  const selected = useEditor((state) => state.selected);
  const selectedWires = useEditor((state) => state.wires);
  const [dragged, setDragged] = useState<Places>({});
  const nodes = useMemo(() => {
    const chosen = new Set(selected);
    return cards.map((card) => {
      const at = dragged[card.id];
      if (!at && !chosen.has(card.id)) return card;
      const position = at ? { x: at[0], y: at[1] } : card.position;
      return { ...card, position, selected: chosen.has(card.id) };
    });
  }, [cards, selected, dragged]);
  const edges = useMemo(() => {
    const chosen = new Set(selectedWires);
    return chosen.size === 0
      ? [...wires]
      : wires.map((one) => (chosen.has(one.id) ? { ...one, selected: true } : one));
  }, [wires, selectedWires]);
  const onNodesChange = useCallback((changes: NodeChange<Card>[]) => {
    takeChoice("selected", changes);
    const moving = placesIn(changes, true);
    const settled = placesIn(changes, false);
    if (Object.keys(moving).length) setDragged((old) => ({ ...old, ...moving }));
    if (Object.keys(settled).length) {
      setDragged({});
      move(settled);
    }
  }, []);
  const onEdgesChange = useCallback((changes: EdgeChange<Wire>[]) => takeChoice("wires", changes), []);
  return { nodes, edges, onNodesChange, onEdgesChange };
}

function placesIn(changes: readonly NodeChange<Card>[], dragging: boolean): Places {
  const found: Record<string, [number, number]> = {};
  for (const change of changes) {
    if (change.type !== "position" || !change.position || Boolean(change.dragging) !== dragging) continue;
    found[change.id] = [change.position.x, change.position.y];
  }
  return found;
}

function move(places: Places): void {
  const shown = placesOf(currentDocument(), useCatalog.getState().types);
  perform(moveSteps(places, shown, `move:${Object.keys(places).sort().join(" ")}`));
}

function takeChoice(key: "selected" | "wires", changes: readonly Change[]): void {
  const state = useEditor.getState();
  const next = chosenAfter(state[key], changes);
  if (next === state[key]) return;
  const panel = key === "selected" && next.length > 0 && state.panel !== "test" ? "settings" : state.panel;
  useEditor.setState({ [key]: next, spot: null, panel });
}
