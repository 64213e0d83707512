/** The wire under the pointer. */

import { create } from "zustand";

export const useHover = create<{ wire: string }>()(() => ({ wire: "" }));
