/** The one line of a card that says what the step will do. */

import { isObject, type Json, type Step } from "./document";
import { wordFor, type NodeType } from "./nodeType";
import { fieldsOf, type Field } from "./schema";

export interface SummaryWords {
  language: string;
  /** What the caller hears by the prompt of this name, or "" when nobody has written it. */
  promptText: (name: string) => string;
  seconds: (count: number) => string;
}

const cache = new WeakMap<NodeType, Field[]>();

/** Return the fields of a type; they are read once. */
export function typeFields(type: NodeType): Field[] {
  const known = cache.get(type);
  if (known) return known;
  const fields = fieldsOf(type.schema);
  cache.set(type, fields);
  return fields;
}

/** Return the names in a list of prompts, whatever its form. */
export function promptNames(value: Json | undefined): string[] {
  if (typeof value === "string") return [value];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const name = isObject(item) ? item["prompt"] : item;
    return typeof name === "string" && name ? [name] : [];
  });
}

/** Return the card's summary, parts joined by a middle dot. */
export function summaryOf(type: NodeType | undefined, step: Step, words: SummaryWords): string {
  if (!type) return step.type;
  const fields = typeFields(type);
  const parts = type.card.flatMap((name) => {
    const field = fields.find((one) => one.name === name);
    const isDrawn = type.exits.some((rule) => "per" in rule && rule.per === name && rule.name_key === "");
    const text = field && !isDrawn ? partOf(type, field, step[name] ?? field.preset, words) : "";
    return text ? [text] : [];
  });
  return parts.join(" · ");
}

function partOf(type: NodeType, field: Field, value: Json | undefined, words: SummaryWords): string {
  if (value === undefined || value === null || value === "") return "";
  switch (field.kind) {
    case "prompt":
    case "prompts":
      return promptNames(value)
        .map((name) => words.promptText(name) || name)
        .join(" / ");
    case "seconds":
      return typeof value === "number" ? words.seconds(value) : "";
    case "boolean":
      return value === true ? wordFor(type, field.name, words.language) : "";
    case "integer":
    case "number":
      return `${wordFor(type, field.name, words.language)} ${String(value)}`;
    case "enum":
      return wordFor(type, String(value), words.language);
    case "table_part":
      return Array.isArray(value) ? value.map(headingOf).filter(Boolean).join(", ") : "";
    case "rows":
      return Array.isArray(value) ? value.map(rowText).filter(Boolean).join("; ") : "";
    case "keymap":
    case "map":
      return isObject(value) ? Object.entries(value).map(pairText).join("; ") : "";
    default:
      return typeof value === "object" ? "" : String(value);
  }
}

/** A column of a table by its heading, else by what it looks at or fills. */
function headingOf(column: Json): string {
  if (!isObject(column)) return "";
  return String(column["label"] || column["value"] || column["variable"] || "");
}

function rowText(row: Json): string {
  if (!isObject(row)) return String(row ?? "");
  const texts = Object.values(row).filter((one) => typeof one === "string" || typeof one === "number");
  return texts.slice(0, 2).map(String).join(" = ");
}

function pairText([name, value]: [string, Json]): string {
  return typeof value === "object" ? name : `${name} = ${String(value)}`;
}
