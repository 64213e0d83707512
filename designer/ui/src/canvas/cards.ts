/** What the canvas draws, worked out of the document: cards with their sizes and dots, and wires. */

import { Position, type Edge, type Node, type NodeHandle } from "@xyflow/react";
import type { Problem } from "../api/types";
import { wireId } from "../editor/store";
import { startOf, stepsOf, titleIn, type FlowDocument, type Step } from "../model/document";
import type { Places } from "../model/commands";
import { cardHeight, CARD_WIDTH, exitOffsets, HEADER } from "../model/layout";
import { exitsOf, wordFor, type NodeType, type NodeTypes, type StepExit } from "../model/nodeType";
import { bendOf, boxOf, inputOf, type Box } from "./bends";
import { summaryOf, typeFields, type SummaryWords } from "../model/summary";

export interface CardData extends Record<string, unknown> {
  title: string;
  summary: string;
  family: string;
  icon: string;
  exits: (StepExit & { label: string })[];
  start: boolean;
  errors: number;
  warnings: number;
}

export type Card = Node<CardData, "step">;
export type Wire = Edge<{ label: string; bend: number | undefined }, "wire">;

export const DOT = 10;

export interface DrawingWords extends SummaryWords {
  /** Return the card's name for screen readers. */
  spoken: (data: CardData) => string;
}

/** Return the title of a step: its own, else its type's name and number. */
export function stepTitle(id: string, step: Step, type: NodeType | undefined, language: string): string {
  const own = titleIn(step["title"], language);
  if (own) return own;
  const number = /-(\d+)$/.exec(id)?.[1];
  return `${wordFor(type, step.type, language)}${number ? ` ${number}` : ` ${id}`}`;
}

/** Return an exit's words: a key with its caption, else what its type calls it. */
export function exitLabel(exit: StepExit, type: NodeType | undefined, language: string): string {
  if (exit.caption) return `${exit.name} ${exit.caption}`;
  return wordFor(type, exit.name, language);
}

export function cardData(
  id: string,
  step: Step,
  document: FlowDocument,
  type: NodeType | undefined,
  problems: readonly Problem[],
  words: DrawingWords,
): CardData {
  const steps = stepsOf(document);
  const own = problems.filter((one) => one.node === id);
  return {
    title: stepTitle(id, step, type, words.language),
    summary: summaryOf(type, step, words) || helpOf(type, step, words.language),
    family: type?.family ?? "end",
    icon: type?.icon ?? "",
    exits: exitsOf(type, step).map((exit) => ({
      ...exit,
      target: steps[exit.target] ? exit.target : "",
      label: exitLabel(exit, type, words.language),
    })),
    start: startOf(document) === id,
    errors: own.filter((one) => one.severity === "error").length,
    warnings: own.filter((one) => one.severity === "warning").length,
  };
}

/** Return what a step does that says nothing of its own and needs nothing more, such as the end of a part. */
function helpOf(type: NodeType | undefined, step: Step, language: string): string {
  const lacks = type && typeFields(type).some((field) => field.required && step[field.name] === undefined);
  return type && !lacks ? wordFor(type, "help", language) : "";
}

function dots(exits: readonly StepExit[]): NodeHandle[] {
  const half = DOT / 2;
  const size = { width: DOT, height: DOT };
  const input = {
    ...size,
    id: "in",
    type: "target" as const,
    position: Position.Left,
    x: -half,
    y: HEADER / 2 - half,
  };
  const offsets = exitOffsets(exits);
  const outputs = exits.map((exit, index) => ({
    ...size,
    id: exit.name,
    type: "source" as const,
    position: Position.Right,
    x: CARD_WIDTH - half,
    y: (offsets[index] ?? 0) - half,
  }));
  return [input, ...outputs];
}

export function cardsOf(
  document: FlowDocument,
  places: Places,
  types: NodeTypes,
  problems: readonly Problem[],
  words: DrawingWords,
): Card[] {
  return Object.entries(stepsOf(document)).map(([id, step]) => {
    const data = cardData(id, step, document, types[step.type], problems, words);
    const [x, y] = places[id] ?? [0, 0];
    return {
      id,
      type: "step",
      position: { x, y },
      width: CARD_WIDTH,
      height: cardHeight(data.exits),
      handles: dots(data.exits),
      ariaLabel: words.spoken(data),
      data,
    };
  });
}

export function wiresOfCards(cards: readonly Card[]): Wire[] {
  const boxes = new Map(cards.map((card) => [card.id, cardBox(card)]));
  const all = [...boxes.values()];
  return cards.flatMap((card) => {
    const offsets = exitOffsets(card.data.exits);
    return card.data.exits.flatMap((exit, lane) => {
      const target = boxes.get(exit.target);
      if (!target) return [];
      const { x, y } = inputOf(target);
      const sourceX = card.position.x + CARD_WIDTH;
      const sourceY = card.position.y + (offsets[lane] ?? 0);
      const bend = bendOf({ sourceX, sourceY, targetX: x, targetY: y }, lane, all);
      return [wireOf(card, exit, bend)];
    });
  });
}

function cardBox(card: Card): Box {
  return boxOf(card.position.x, card.position.y, CARD_WIDTH, card.height ?? 0);
}

function wireOf(card: Card, exit: CardData["exits"][number], bend: number | undefined): Wire {
  return {
    id: wireId({ from: card.id, exit: exit.name }),
    type: "wire",
    source: card.id,
    sourceHandle: exit.name,
    target: exit.target,
    targetHandle: "in",
    ariaLabel: `${card.data.title} · ${exit.label}`,
    data: { label: exit.label, bend },
  };
}
