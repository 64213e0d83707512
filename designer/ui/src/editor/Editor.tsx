/** The page of one flow: bar on top, palette left, canvas, and one panel right. */

import { ReactFlowProvider } from "@xyflow/react";
import { lazy, Suspense, useEffect } from "react";
import { Canvas } from "../canvas/Canvas";
import { Palette } from "../canvas/Palette";
import { SidePanel } from "../panels/SidePanel";
import { askBeforeLeaving, goToFlow, routeValue } from "../shell/route";
import { Missing, Opening } from "../shell/Opening";
import { closeCall } from "../testcall/store";
import { ConflictDialog } from "./ConflictDialog";
import { showDialog } from "./dialogs";
import { openFlow, watchFlow } from "./files";
import { isDirty, openPanel, useEditor } from "./store";
import { TopBar } from "./TopBar";
import { useLiveCheck } from "./useLiveCheck";
import { Workbench } from "./Workbench";

const Following = lazy(async () => ({ default: (await import("../monitor/FollowBar")).Following }));

export function Editor({ id }: { id: string }) {
  const phase = useEditor((state) => (state.id === id ? state.phase : "loading"));
  const failure = useEditor((state) => state.failure);
  useEffect(() => {
    void openFlow(id);
    if (routeValue("at")) openPanel("test");
    const stopWatching = watchFlow(id);
    return () => {
      stopWatching();
      closeCall();
    };
  }, [id]);
  useUnsavedGuard();
  useLiveCheck();
  const call = routeValue("call");
  if (phase === "loading") return <Opening />;
  if (phase === "failed") return <Missing failure={failure} back="bar.back" onBack={() => goToFlow("")} />;
  return (
    <ReactFlowProvider>
      <Workbench>
        <TopBar />
        <Suspense>{call && <Following id={call} />}</Suspense>
        <div className="editor-body">
          <Palette />
          <Canvas />
          <SidePanel />
        </div>
        <ConflictDialog />
      </Workbench>
    </ReactFlowProvider>
  );
}

function useUnsavedGuard(): void {
  useEffect(() => {
    const guard = (event: BeforeUnloadEvent): void => {
      if (isDirty(useEditor.getState())) event.preventDefault();
    };
    const stopAsking = askBeforeLeaving(() => {
      const dirty = isDirty(useEditor.getState());
      if (dirty) showDialog({ name: "leave" });
      return dirty;
    });
    window.addEventListener("beforeunload", guard);
    return () => {
      stopAsking();
      window.removeEventListener("beforeunload", guard);
    };
  }, []);
}
