/** The board, kept up to date. */

import { useEffect, useState } from "react";
import { live } from "../api/socket";
import { changed, EMPTY, type Board, type Item } from "./board";

/** Return the board, null before it is known. */
export function useBoard(): Board | null {
  const [board, setBoard] = useState<Board | null>(null);
  useEffect(
    () =>
      live.listen("calls", (data, kind) => {
        const items = data as Item[];
        setBoard((old) => changed(kind === "snapshot" ? EMPTY : (old ?? EMPTY), items));
      }),
    [],
  );
  return board;
}
