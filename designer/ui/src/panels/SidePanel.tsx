/** The one panel at the right: settings, problems, versions or the test call. */

import { History, PhoneCall, Settings2, TriangleAlert, type LucideIcon } from "lucide-react";
import { openPanel, useEditor, type Panel } from "../editor/store";
import { TestCallPanel } from "../testcall/TestCallPanel";
import { useWords } from "../words/words";
import { FlowPanel } from "./FlowPanel";
import { ManyPanel } from "./ManyPanel";
import { ProblemPanel } from "./ProblemPanel";
import { SideEdge } from "./SideEdge";
import { StepPanel } from "./StepPanel";
import { VersionPanel } from "./VersionPanel";

const TABS: readonly (readonly [Panel, LucideIcon])[] = [
  ["settings", Settings2],
  ["problems", TriangleAlert],
  ["versions", History],
  ["test", PhoneCall],
];

export function SidePanel() {
  const { t } = useWords();
  const panel = useEditor((state) => state.panel);
  return (
    <aside className="side" aria-label={t(`panel.${panel}`)}>
      <SideEdge />
      <div className="side-tabs" role="tablist">
        {TABS.map(([name, Icon]) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={panel === name}
            onClick={() => openPanel(name)}
          >
            <Icon size={14} aria-hidden />
            <span>{t(`panel.${name}`)}</span>
          </button>
        ))}
      </div>
      <div className="side-body">
        {panel === "settings" && <Settings />}
        {panel === "problems" && <ProblemPanel />}
        {panel === "versions" && <VersionPanel />}
        {panel === "test" && <TestCallPanel />}
      </div>
    </aside>
  );
}

function Settings() {
  const selected = useEditor((state) => state.selected);
  const [only, second] = selected;
  if (second !== undefined) return <ManyPanel />;
  return only === undefined ? <FlowPanel /> : <StepPanel key={only} id={only} />;
}
