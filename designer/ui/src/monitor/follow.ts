/** Following a call in progress on the canvas of its flow: the step that it is at is lit. */

import { useEffect, useState } from "react";
import { create } from "zustand";
import { live } from "../api/socket";
import { reveal } from "../canvas/view";
import { currentDocument, useEditor } from "../editor/store";
import { layoutOf } from "../model/document";
import { DARK, useTrace } from "../testcall/trace";
import { changed, EMPTY, type Board, type EngineRow, type Item, type LiveCall } from "./board";

interface Followed {
  /** The id of the call, "" when none is followed. */
  id: string;
  call: LiveCall | null;
  engine: EngineRow | undefined;
  over: boolean;
}

const NOBODY: Followed = { id: "", call: null, engine: undefined, over: false };

export const useFollowed = create<Followed>()(() => NOBODY);

/** Follow a call while this is shown; "" follows none. */
export function useFollowing(id: string): void {
  const isReady = useEditor((state) => state.phase === "ready");
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    if (!isReady) return undefined;
    const frame = requestAnimationFrame(() => setDrawn(true));
    return () => cancelAnimationFrame(frame);
  }, [isReady]);
  useEffect(() => {
    if (!id || !isDrawn) return undefined;
    useFollowed.setState({ ...NOBODY, id });
    let board = EMPTY;
    const leave = live.listen("calls", (data, kind) => {
      board = changed(kind === "snapshot" ? EMPTY : board, data as Item[]);
      take(board);
    });
    return () => {
      leave();
      stopFollowing();
    };
  }, [id, isDrawn]);
}

export function stopFollowing(): void {
  if (!useFollowed.getState().id) return;
  useFollowed.setState(NOBODY);
  useTrace.setState(DARK);
}

function take(board: Board): void {
  const { id, call: before } = useFollowed.getState();
  if (!id) return;
  const call = board.calls.find((one) => one.id === id);
  const engine = board.engines.find((one) => one.id === call?.engine);
  useFollowed.setState({ call: call ?? before, engine, over: call === undefined });
  const isHere = call?.step_flow === useEditor.getState().id;
  const at = isHere ? call.node : "";
  if (at && at !== useTrace.getState().at) {
    const place = layoutOf(currentDocument())[at];
    if (place) reveal(place);
  }
  useTrace.setState((trace) => ({ at, steps: at ? new Set([...trace.steps, at]) : trace.steps }));
}
