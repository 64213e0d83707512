/** Which dialog stands before the editor. */

import { create } from "zustand";
import type { Outlet } from "../model/commands";
import type { Point } from "../model/document";

export type Dialog =
  | { name: "publish" }
  | { name: "keys" }
  | { name: "leave" }
  | { name: "connect"; from: string }
  | { name: "add"; at: Point; screen: Point; outlet: Outlet; splice: boolean };

export const useDialog = create<{ open: Dialog | null }>()(() => ({ open: null }));

export function showDialog(open: Dialog): void {
  useDialog.setState({ open });
}

export function closeDialog(): void {
  useDialog.setState({ open: null });
}
