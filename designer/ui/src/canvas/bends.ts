/** Where a wire turns: beside its own card or beside its target, whichever passes behind fewer cards. */

import { HEADER } from "../model/layout";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Ends {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
}

const BESIDE_TARGET = 28;
const BESIDE_SOURCE = 18;
const LANE = 5;
const LANES = 8;

/** Return how many of the boxes the level line from (from, y) to (to, y) passes behind. */
function behind(boxes: readonly Box[], y: number, from: number, to: number): number {
  return boxes.filter((box) => box.top < y && y < box.bottom && box.left < to && from < box.right).length;
}

/** Return the x of the wire's upright part; undefined where the usual shape is best: going back, or to a neighbour. */
export function bendOf(ends: Ends, lane: number, boxes: readonly Box[]): number | undefined {
  const { sourceX, sourceY, targetX, targetY } = ends;
  const nearSource = sourceX + BESIDE_SOURCE + (lane % LANES) * LANE;
  const nearTarget = targetX - BESIDE_TARGET;
  if (nearTarget <= nearSource) return undefined;
  const early = behind(boxes, targetY, nearSource, nearTarget);
  const late = behind(boxes, sourceY, nearSource, nearTarget);
  return early < late ? nearSource : nearTarget;
}

/** Return the box of a card. */
export function boxOf(x: number, y: number, width: number, height: number): Box {
  return { left: x, top: y, right: x + width, bottom: y + height };
}

/** Return where the input dot of a card lies. */
export function inputOf(box: Box): { x: number; y: number } {
  return { x: box.left, y: box.top + HEADER / 2 };
}
