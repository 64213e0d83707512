/** What the test call has passed, for the canvas to light. */

import { create } from "zustand";

export interface Trace {
  /** The step the call is at. */
  at: string;
  steps: ReadonlySet<string>;
  wires: ReadonlySet<string>;
  lit: boolean;
}

export const DARK: Trace = { at: "", steps: new Set(), wires: new Set(), lit: false };

export const useTrace = create<Trace>()(() => DARK);
