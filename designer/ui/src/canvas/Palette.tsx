/** The step types at the left: drag one onto the canvas, or press Enter to add it beside the chosen step. */

import { TextInput } from "@mantine/core";
import { useReactFlow } from "@xyflow/react";
import { Search } from "lucide-react";
import { useState, type PointerEvent } from "react";
import { addAt, focusStep, placeForNext } from "../editor/steps";
import { openPanel } from "../editor/store";
import { CARD_WIDTH, HEADER } from "../model/layout";
import { wordFor, type Family, type NodeType } from "../model/nodeType";
import { useCatalog } from "../shell/catalog";
import { useWords, type Language } from "../words/words";
import { StepIcon } from "./icons";

const FAMILIES: readonly Family[] = ["prompts", "input", "logic", "data", "transfer", "end"];

export function Palette() {
  const { t, language } = useWords();
  const types = useCatalog((catalog) => catalog.types);
  const [search, setSearch] = useState("");
  const found = Object.values(types).filter((type) => matches(type, search, language));
  return (
    <nav className="palette" aria-label={t("palette.name")}>
      <TextInput
        placeholder={t("palette.search")}
        aria-label={t("palette.search")}
        leftSection={<Search size={14} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = found;
          if (event.key !== "Enter" || !first) return;
          event.preventDefault();
          setSearch("");
          addByKey(first.type);
        }}
      />
      <div className="palette-list">
        {FAMILIES.map((family) => (
          <FamilyGroup key={family} family={family} types={found.filter((type) => type.family === family)} />
        ))}
        {found.length === 0 && <p className="muted">{t("palette.nothing")}</p>}
      </div>
      <p className="palette-hint">{t("palette.hint")}</p>
    </nav>
  );
}

/** Return whether the search finds the type, by its name or help in any language. */
export function matches(type: NodeType, search: string, language: Language): boolean {
  const wanted = search.trim().toLowerCase();
  if (!wanted) return true;
  const words = [type.type, wordFor(type, type.type, language), wordFor(type, type.type, "en")];
  return words.some((word) => word.toLowerCase().includes(wanted));
}

function addByKey(type: string): void {
  const id = addAt(type, placeForNext());
  openPanel("settings");
  focusStep(id);
}

function FamilyGroup({ family, types }: { family: Family; types: NodeType[] }) {
  const { t } = useWords();
  if (types.length === 0) return null;
  return (
    <section className={`family-${family}`} aria-label={t(`family.${family}`)}>
      <h2>{t(`family.${family}`)}</h2>
      {types.map((type) => (
        <PaletteItem key={type.type} type={type} />
      ))}
    </section>
  );
}

const DRAG_FROM = 4;

function PaletteItem({ type }: { type: NodeType }) {
  const { language } = useWords();
  const { screenToFlowPosition } = useReactFlow();
  const [ghost, setGhost] = useState<{ x: number; y: number } | null>(null);
  const [origin, setOrigin] = useState<{ x: number; y: number } | null>(null);
  const drag = (event: PointerEvent): void => {
    if (!origin) return;
    const far = Math.hypot(event.clientX - origin.x, event.clientY - origin.y) > DRAG_FROM;
    if (ghost || far) setGhost({ x: event.clientX, y: event.clientY });
  };
  const drop = (event: PointerEvent): void => {
    if (ghost && isOverCanvas(event)) {
      const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      focusStep(addAt(type.type, [x - CARD_WIDTH / 2, y - HEADER / 2]));
      openPanel("settings");
    }
    stop();
  };
  const stop = (): void => {
    setOrigin(null);
    setGhost(null);
  };
  const word = wordFor(type, type.type, language);
  const face = (
    <>
      <StepIcon icon={type.icon} family={type.family} />
      <span>{word}</span>
    </>
  );
  return (
    <>
      <button
        type="button"
        className="palette-item"
        data-type={type.type}
        title={wordFor(type, "help", language)}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setOrigin({ x: event.clientX, y: event.clientY });
        }}
        onPointerMove={drag}
        onPointerUp={drop}
        onPointerCancel={stop}
        onDoubleClick={() => addByKey(type.type)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          addByKey(type.type);
        }}
      >
        {face}
      </button>
      {ghost && (
        <span
          className={`palette-ghost family-${type.family}`}
          style={{ left: ghost.x, top: ghost.y }}
          aria-hidden
        >
          {face}
        </span>
      )}
    </>
  );
}

function isOverCanvas(event: PointerEvent): boolean {
  return document
    .elementsFromPoint(event.clientX, event.clientY)
    .some((one) => one.classList.contains("canvas"));
}
