/** The left edge of the panel: dragged, or moved by the arrow keys, it makes the panel wider; the width is kept. */

import { useEffect, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useWords } from "../words/words";

const NARROW = 320;
const WIDE = 480;
const STEP = 20;
const KEPT = "dialoom.panelWidth";

function within(width: number): number {
  return Math.round(Math.min(WIDE, Math.max(NARROW, width || NARROW)));
}

function keptWidth(): number {
  try {
    return within(Number(localStorage.getItem(KEPT)));
  } catch {
    return NARROW; // the browser keeps nothing for us
  }
}

export function SideEdge() {
  const { t } = useWords();
  const [width, setWidth] = useState(keptWidth);
  useEffect(() => {
    document.documentElement.style.setProperty("--d-side", `${width}px`);
    try {
      localStorage.setItem(KEPT, String(width));
    } catch {
      // the width lasts as long as the page
    }
  }, [width]);
  const drag = (event: PointerEvent): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) {
      setWidth(within(window.innerWidth - event.clientX));
    }
  };
  const move = (event: KeyboardEvent): void => {
    if (event.key === "ArrowLeft") setWidth(within(width + STEP));
    else if (event.key === "ArrowRight") setWidth(within(width - STEP));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="side-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={t("panel.width")}
      aria-valuenow={width}
      aria-valuemin={NARROW}
      aria-valuemax={WIDE}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={move}
    />
  );
}
