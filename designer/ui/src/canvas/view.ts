/** The part of the canvas that is seen, for those who add steps beyond it. */

import type { ReactFlowInstance } from "@xyflow/react";
import type { Point } from "../model/document";
import { CARD_WIDTH } from "../model/layout";
import type { Card, Wire } from "./cards";

type Flow = ReactFlowInstance<Card, Wire>;

const TALL = 160;
let flow: Flow | null = null;

/** Remember the canvas that is open. */
export function keepFlow(opened: Flow): void {
  flow = opened;
}

/** Move the canvas so that a card at this place is seen whole; it stays where it is when it is seen already. */
export function reveal([x, y]: Point): void {
  const frame = document.querySelector(".canvas")?.getBoundingClientRect();
  if (!flow || !frame) return;
  const first = flow.flowToScreenPosition({ x, y });
  const last = flow.flowToScreenPosition({ x: x + CARD_WIDTH, y: y + TALL });
  const isSeen =
    first.x >= frame.left && first.y >= frame.top && last.x <= frame.right && last.y <= frame.bottom;
  if (!isSeen) void flow.setCenter(x + CARD_WIDTH / 2, y + TALL / 2, { zoom: flow.getZoom(), duration: 160 });
}
