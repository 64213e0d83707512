/** The bar on top of the editor: where one is, what can be done, and how the flow stands. */

import { ActionIcon, Button, Tooltip } from "@mantine/core";
import {
  ArrowLeft,
  History,
  Keyboard,
  PhoneCall,
  Redo2,
  Save,
  TriangleAlert,
  Undo2,
  UploadCloud,
} from "lucide-react";
import type { ReactNode } from "react";
import { EmergencySwitch } from "../emergency/EmergencySwitch";
import { titleIn } from "../model/document";
import { LookSwitches } from "../shell/LookSwitches";
import { goToFlow } from "../shell/route";
import { useWords } from "../words/words";
import { showDialog } from "./dialogs";
import { saveFlow } from "./files";
import { HistoryMenu } from "./HistoryMenu";
import { isDirty, openPanel, redoNext, undoLast, useDocument, useEditor } from "./store";

export function TopBar() {
  const { t } = useWords();
  return (
    <header className="bar">
      <Tool label={t("bar.back")} onClick={leave}>
        <ArrowLeft size={16} />
      </Tool>
      <Name />
      <span className="grow" />
      <HistoryTools />
      <SaveButton />
      <span className="bar-line" />
      <PanelTools />
      <span className="bar-line" />
      <Tool label={t("bar.keys")} onClick={() => showDialog({ name: "keys" })}>
        <Keyboard size={16} />
      </Tool>
      <EmergencySwitch compact />
      <LookSwitches />
    </header>
  );
}

function leave(): void {
  if (isDirty(useEditor.getState())) showDialog({ name: "leave" });
  else goToFlow("");
}

function Name() {
  const { t, language } = useWords();
  const document = useDocument();
  const { id, published } = useEditor();
  const dirty = useEditor(isDirty);
  return (
    <div className="bar-name">
      <h1>{titleIn(document["title"], language) || id}</h1>
      <span className="bar-state" role="status">
        {dirty ? t("bar.unsaved") : t("bar.saved")} ·{" "}
        {published ? t("home.live", { n: published.version }) : t("home.draft")}
      </span>
    </div>
  );
}

function HistoryTools() {
  const { t } = useWords();
  const past = useEditor((state) => state.history.past.length);
  const future = useEditor((state) => state.history.future.length);
  return (
    <>
      <Tool label={`${t("bar.undo")} (Ctrl+Z)`} disabled={past === 0} onClick={undoLast}>
        <Undo2 size={16} />
      </Tool>
      <Tool label={`${t("bar.redo")} (Ctrl+Y)`} disabled={future === 0} onClick={redoNext}>
        <Redo2 size={16} />
      </Tool>
      <HistoryMenu />
    </>
  );
}

function SaveButton() {
  const { t } = useWords();
  const dirty = useEditor(isDirty);
  const saving = useEditor((state) => state.saving);
  return (
    <Button
      variant={dirty ? "filled" : "default"}
      loading={saving}
      leftSection={<Save size={14} />}
      onClick={() => void saveFlow()}
    >
      {t("bar.save")}
    </Button>
  );
}

function PanelTools() {
  const { t } = useWords();
  const problems = useEditor((state) => state.problems);
  const dirty = useEditor(isDirty);
  const errors = problems.filter((one) => one.severity === "error").length;
  return (
    <>
      <Button
        variant="default"
        className={errors ? "bar-errors" : problems.length ? "bar-warnings" : ""}
        leftSection={<TriangleAlert size={14} />}
        onClick={() => openPanel("problems")}
      >
        {t("bar.problems", { n: problems.length })}
      </Button>
      <Button variant="default" leftSection={<History size={14} />} onClick={() => openPanel("versions")}>
        {t("bar.versions")}
      </Button>
      <Button variant="default" leftSection={<PhoneCall size={14} />} onClick={() => openPanel("test")}>
        {t("bar.test")}
      </Button>
      <Button
        variant={dirty ? "default" : "filled"}
        leftSection={<UploadCloud size={14} />}
        onClick={() => showDialog({ name: "publish" })}
      >
        {t("bar.publish")}
      </Button>
    </>
  );
}

interface ToolProps {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}

export function Tool({ label, disabled = false, onClick, children }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
