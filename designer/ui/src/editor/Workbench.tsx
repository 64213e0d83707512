/** The editor's frame: it hears the keyboard and holds the dialogs. */

import type { ReactNode } from "react";
import { ConnectDialog } from "../canvas/ConnectDialog";
import { QuickAdd } from "../canvas/QuickAdd";
import { PublishDialog } from "../panels/PublishDialog";
import { useDialog } from "./dialogs";
import { KeySheet } from "./KeySheet";
import { LeaveDialog } from "./LeaveDialog";
import { useShortcuts } from "./useShortcuts";

export function Workbench({ children }: { children: ReactNode }) {
  useShortcuts();
  const open = useDialog((state) => state.open);
  return (
    <div className="editor">
      {children}
      {open?.name === "publish" && <PublishDialog />}
      {open?.name === "keys" && <KeySheet />}
      {open?.name === "leave" && <LeaveDialog />}
      {open?.name === "connect" && <ConnectDialog from={open.from} />}
      {open?.name === "add" && <QuickAdd {...open} />}
    </div>
  );
}
