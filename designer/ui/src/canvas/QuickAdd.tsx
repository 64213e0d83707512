/** A small list of step types at the pointer: the chosen one is added, already wired. */

import { Paper, TextInput } from "@mantine/core";
import { useClickOutside } from "@mantine/hooks";
import { useState, type KeyboardEvent } from "react";
import { closeDialog } from "../editor/dialogs";
import { addAt, focusStep } from "../editor/steps";
import { openPanel } from "../editor/store";
import type { Outlet } from "../model/commands";
import type { Point } from "../model/document";
import { wordFor } from "../model/nodeType";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import { StepIcon } from "./icons";
import { matches } from "./Palette";

interface Props {
  at: Point;
  screen: Point;
  outlet: Outlet;
  splice: boolean;
}

const WIDTH = 220;
const HEIGHT = 320;

export function QuickAdd({ at, screen, outlet, splice }: Props) {
  const { t, language } = useWords();
  const types = useCatalog((catalog) => catalog.types);
  const [search, setSearch] = useState("");
  const [index, setIndex] = useState(0);
  const frame = useClickOutside(closeDialog);
  const found = Object.values(types).filter((type) => matches(type, search, language));
  const add = (type: string | undefined): void => {
    if (type === undefined) return;
    closeDialog();
    openPanel("settings");
    focusStep(addAt(type, at, outlet, splice));
  };
  const hear = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setIndex((old) => (old + step + found.length) % Math.max(1, found.length));
    else if (event.key === "Enter") add(found[index]?.type);
    else if (event.key === "Escape") closeDialog();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const left = Math.min(screen[0], window.innerWidth - WIDTH - 12);
  const top = Math.min(screen[1], window.innerHeight - HEIGHT - 12);
  return (
    <Paper
      ref={frame}
      className="quick-add"
      style={{ left, top, width: WIDTH, maxHeight: HEIGHT }}
      role="dialog"
      aria-label={t("canvas.quickAdd")}
      onKeyDown={hear}
    >
      <TextInput
        autoFocus
        placeholder={t("canvas.quickAdd")}
        aria-label={t("canvas.quickAdd")}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setIndex(0);
        }}
      />
      <div className="quick-add-list" role="listbox" aria-label={t("palette.name")}>
        {found.map((type, number) => (
          <button
            key={type.type}
            type="button"
            role="option"
            aria-selected={number === index}
            className={`family-${type.family}`}
            tabIndex={-1}
            data-type={type.type}
            onClick={() => add(type.type)}
          >
            <StepIcon icon={type.icon} family={type.family} />
            {wordFor(type, type.type, language)}
          </button>
        ))}
      </div>
    </Paper>
  );
}
