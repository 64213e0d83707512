/** Sizes of cards and the automatic layout: columns from left to right, each step near the exit that leads to it. */

import { layoutOf, startOf, stepsOf, wiresOf, type FlowDocument, type Point } from "./document";
import type { Places } from "./commands";
import { exitsOf, type NodeTypes, type StepExit } from "./nodeType";

export const CARD_WIDTH = 232;
export const HEADER = 34;
export const SUMMARY = 30;
export const EXIT_ROW = 24;
export const GROUP_GAP = 6;
const FOOT = 8;
const COLUMN_GAP = 72;
const ROW_GAP = 28;
const ORIGIN = 80;

/** Return where the dot of each exit lies, in units below the top of the card. */
export function exitOffsets(exits: readonly StepExit[]): number[] {
  let y = HEADER + SUMMARY + EXIT_ROW / 2;
  return exits.map((exit, index) => {
    const previous = exits[index - 1];
    if (previous && groupOf(previous) !== groupOf(exit)) y += GROUP_GAP;
    const here = y;
    y += EXIT_ROW;
    return here;
  });
}

export function groupOf(exit: StepExit): string {
  return exit.unknown ? "unknown" : exit.system ? "system" : "own";
}

/** Return the height of a card with these exits; nothing has to be measured. */
export function cardHeight(exits: readonly StepExit[]): number {
  const last = exitOffsets(exits).at(-1);
  return last === undefined ? HEADER + SUMMARY + FOOT : last + EXIT_ROW / 2 + FOOT;
}

interface Graph {
  order: string[];
  height: Record<string, number>;
  /** For each step: who leads to it, and how far below that card's top. */
  into: Record<string, { from: string; below: number }[]>;
  out: Record<string, string[]>;
}

function graphOf(document: FlowDocument, types: NodeTypes): Graph {
  const steps = stepsOf(document);
  const graph: Graph = { order: [], height: {}, into: {}, out: {} };
  for (const [id, step] of Object.entries(steps)) {
    const exits = exitsOf(types[step.type], step);
    const offsets = exitOffsets(exits);
    graph.height[id] = cardHeight(exits);
    graph.out[id] = [];
    for (const [index, exit] of exits.entries()) {
      if (!steps[exit.target]) continue;
      graph.out[id].push(exit.target);
      (graph.into[exit.target] ??= []).push({ from: id, below: offsets[index] ?? 0 });
    }
    for (const target of Object.values(wiresOf(step))) {
      if (steps[target] && !graph.out[id].includes(target)) graph.out[id].push(target);
    }
  }
  const start = startOf(document);
  graph.order = [...(steps[start] ? [start] : []), ...Object.keys(steps).filter((id) => id !== start)];
  return graph;
}

/** Return the column of each step: one after the last of those that lead to it, going back not counted. */
function columnsOf(graph: Graph): Record<string, number> {
  const finished: string[] = [];
  const state: Record<string, "open" | "done"> = {};
  const back = new Set<string>();
  const visit = (id: string): void => {
    state[id] = "open";
    for (const target of graph.out[id] ?? []) {
      if (state[target] === "open") back.add(`${id} ${target}`);
      else if (!state[target]) visit(target);
    }
    state[id] = "done";
    finished.push(id);
  };
  for (const id of graph.order) if (!state[id]) visit(id);
  const column: Record<string, number> = {};
  for (const id of finished.toReversed()) {
    column[id] ??= 0;
    for (const target of graph.out[id] ?? []) {
      if (!back.has(`${id} ${target}`)) column[target] = Math.max(column[target] ?? 0, column[id] + 1);
    }
  }
  return column;
}

/** Return places for all steps. */
export function autoLayout(document: FlowDocument, types: NodeTypes): Places {
  const graph = graphOf(document, types);
  const column = columnsOf(graph);
  const places: Places = {};
  const last = Math.max(-1, ...Object.values(column));
  for (let number = 0; number <= last; number++) {
    const wanted = graph.order
      .filter((id) => column[id] === number)
      .map((id) => ({ id, y: wantedHeight(graph, places, id) }))
      .toSorted((one, other) => one.y - other.y);
    let free = Number.NEGATIVE_INFINITY;
    for (const { id, y } of wanted) {
      const top = Math.max(free, y);
      places[id] = [ORIGIN + number * (CARD_WIDTH + COLUMN_GAP), Math.round(top / 4) * 4];
      free = top + (graph.height[id] ?? 0) + ROW_GAP;
    }
  }
  return liftedToOrigin(places);
}

function wantedHeight(graph: Graph, places: Places, id: string): number {
  const tops = (graph.into[id] ?? []).flatMap(({ from, below }) => {
    const place = places[from];
    return place ? [place[1] + below - HEADER / 2] : [];
  });
  return tops.length ? Math.min(...tops) : ORIGIN;
}

function liftedToOrigin(places: Places): Places {
  const top = Math.min(...Object.values(places).map(([, y]) => y));
  const lift = Number.isFinite(top) && top < ORIGIN ? ORIGIN - top : 0;
  return Object.fromEntries(
    Object.entries(places).map(([id, [x, y]]): [string, Point] => [id, [x, y + lift]]),
  );
}

/** Return where the canvas shows each step: its saved place, and an automatic one for those that have none. */
export function shownPlaces(document: FlowDocument, types: NodeTypes): Places {
  const saved = layoutOf(document);
  const ids = Object.keys(stepsOf(document));
  const missing = ids.filter((id) => !saved[id]);
  if (missing.length === 0) return saved;
  const automatic = autoLayout(document, types);
  const below = missing.length === ids.length ? 0 : Math.max(...ids.map((id) => (saved[id]?.[1] ?? 0) + 240));
  const added = missing.map((id): [string, Point] => {
    const [x, y] = automatic[id] ?? [ORIGIN, ORIGIN];
    return [id, [x, y + below]];
  });
  return { ...saved, ...Object.fromEntries(added) };
}
