/** Opening the field that a problem is about. */

import { useEffect } from "react";
import { useEditor } from "../editor/store";

/** Focus the field at the chosen place, or the nearest one around it. */
export function useSpot(): void {
  const spot = useEditor((state) => state.spot);
  useEffect(() => {
    if (!spot) return;
    const path = spot.path[0] === "nodes" ? spot.path.slice(2) : spot.path;
    for (let length = path.length; length > 0; length--) {
      const name = path.slice(0, length).join("/");
      const field = document.querySelector<HTMLElement>(`.side-body [data-path="${CSS.escape(name)}"]`);
      if (!field) continue;
      field.scrollIntoView({ block: "center" });
      field.querySelector<HTMLElement>("input, textarea, button")?.focus({ preventScroll: true });
      return;
    }
  }, [spot]);
}
