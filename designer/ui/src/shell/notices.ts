/** Short messages at the foot of the page. */

import { create } from "zustand";
import { ApiError } from "../api/client";
import type { Words } from "../api/types";

export interface Notice {
  id: number;
  tone: "good" | "bad";
  /** A key of the screen words, or words from the server. */
  text: string | Words;
  values: Record<string, string | number>;
}

interface Notices {
  list: Notice[];
  close: (id: number) => void;
}

let last = 0;
const SHOWN_MS = 6000;

export const useNotices = create<Notices>()((set) => ({
  list: [],
  close: (id) => set((state) => ({ list: state.list.filter((one) => one.id !== id) })),
}));

/** Show a message for a while. */
export function tell(tone: Notice["tone"], text: Notice["text"], values: Notice["values"] = {}): void {
  const id = ++last;
  useNotices.setState((state) => ({ list: [...state.list.slice(-2), { id, tone, text, values }] }));
  setTimeout(() => useNotices.getState().close(id), SHOWN_MS);
}

/** Show what a failed request says; other errors are faults of the page and go on. */
export function tellError(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
  tell("bad", error.words);
}
