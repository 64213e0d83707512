/** What every page needs of the server: session, step types, prompts, the list of flows. */

import { create } from "zustand";
import { ApiError, api } from "../api/client";
import type { FeelFunction, FlowRow, Prompt, Session, Words } from "../api/types";
import type { NodeTypes } from "../model/nodeType";

interface Catalog {
  state: "loading" | "ready" | "login" | "failed";
  failure: Words;
  session: Session | null;
  types: NodeTypes;
  prompts: Record<string, Prompt>;
  flows: FlowRow[];
  functions: FeelFunction[];
  open: () => Promise<void>;
  login: (password: string) => Promise<void>;
  readFlows: () => Promise<void>;
  readPrompts: () => Promise<void>;
}

export const useCatalog = create<Catalog>()((set, get) => ({
  state: "loading",
  failure: {},
  session: null,
  types: {},
  prompts: {},
  flows: [],
  functions: [],
  open: async () => {
    set({ state: "loading" });
    try {
      const session = await api.session();
      if (session.login_required && session.user === null) return set({ session, state: "login" });
      const types = await api.nodeTypes();
      set({ session, types: Object.fromEntries(types.map((one) => [one.type, one])) });
      await Promise.all([get().readFlows(), get().readPrompts()]);
      set({ state: "ready", functions: await api.functions().catch(() => []) });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      set({ state: "failed", failure: error.words });
    }
    return undefined;
  },
  login: async (password) => {
    await api.login(password);
    await get().open();
  },
  readFlows: async () => set({ flows: await api.flows() }),
  readPrompts: async () => {
    const prompts = await api.prompts();
    set({ prompts: Object.fromEntries(prompts.map((one) => [one.name, one])) });
  },
}));
