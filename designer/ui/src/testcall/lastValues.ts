/** The variables as the last test call of the open flow left them; expressions show what they would come to. */

import { create } from "zustand";
import type { Json } from "../model/document";

export const useLastValues = create<{ flow: string; values: Record<string, Json> }>()(() => ({
  flow: "",
  values: {},
}));
