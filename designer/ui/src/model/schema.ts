/** Reading a step type's JSON Schema as a list of form fields. */

import { isObject, type Json, type JsonObject } from "./document";

export type FieldKind =
  | "text"
  | "feel"
  | "feel_list"
  | "tests"
  | "table"
  | "table_part"
  | "template"
  | "target"
  | "prompt"
  | "prompts"
  | "flow"
  | "schedule"
  | "variable"
  | "key"
  | "keymap"
  | "rules"
  | "seconds"
  | "integer"
  | "number"
  | "boolean"
  | "enum"
  | "rows"
  | "list"
  | "map"
  | "group";

export interface Field {
  name: string;
  kind: FieldKind;
  required: boolean;
  /** Null is a value of its own: "none". */
  nullable: boolean;
  preset: Json | undefined;
  options: Json[];
  minimum: number | undefined;
  maximum: number | undefined;
  maxLength: number | undefined;
  /** An expression that is true or not. */
  condition: boolean;
  /** Names that are known in this expression alone, with their types. */
  names: Record<string, string>;
  /** What a list, a map or each of its rows is made of. */
  parts: Field[];
}

const TEXT_FORMATS: readonly string[] = [
  "feel",
  "feel_list",
  "tests",
  "template",
  "target",
  "prompt",
  "flow",
  "schedule",
  "variable",
  "key",
];

/** Return the fields of an object schema, in its order. */
export function fieldsOf(schema: JsonObject, root: JsonObject = schema): Field[] {
  const properties = schema["properties"];
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, part]) =>
    isObject(part) ? [fieldOf(name, part, root, required.includes(name))] : [],
  );
}

function fieldOf(name: string, part: JsonObject, root: JsonObject, required: boolean): Field {
  const schema = resolved(part, root);
  const number = (key: string): number | undefined => {
    const value = schema[key];
    return typeof value === "number" ? value : undefined;
  };
  const kind = kindOf(schema, root);
  return {
    name,
    kind,
    required,
    nullable: allowsNull(part),
    preset: part["default"] ?? schema["default"],
    options: optionsOf(schema),
    minimum: number("minimum"),
    maximum: number("maximum"),
    maxLength: number("maxLength"),
    condition: schema["condition"] === true,
    names: namesOf(schema["names"]),
    parts: partsOf(kind, schema, root),
  };
}

function namesOf(value: Json | undefined): Record<string, string> {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, type]) => [name, String(type)]))
    : {};
}

/** Follow references, and see through "this or nothing". */
function resolved(part: JsonObject, root: JsonObject): JsonObject {
  const reference = part["$ref"];
  if (typeof reference === "string") {
    const found = reference
      .replace("#/", "")
      .split("/")
      .reduce<Json | undefined>((here, key) => (isObject(here) ? here[key] : undefined), root);
    return isObject(found) ? resolved({ ...found, ...withoutReference(part) }, root) : {};
  }
  for (const union of [part["anyOf"], part["oneOf"], part["allOf"]]) {
    if (!Array.isArray(union)) continue;
    const real = union.filter((one): one is JsonObject => isObject(one) && one["type"] !== "null");
    const [only] = real;
    if (only && (real.length === 1 || !part["format"]))
      return resolved({ ...only, ...withoutUnion(part) }, root);
  }
  return part;
}

function allowsNull(part: JsonObject): boolean {
  const union = part["anyOf"];
  return Array.isArray(union) && union.some((one) => isObject(one) && one["type"] === "null");
}

function withoutReference({ $ref: _reference, ...rest }: JsonObject): JsonObject {
  return rest;
}

function withoutUnion({ anyOf: _any, oneOf: _one, allOf: _all, ...rest }: JsonObject): JsonObject {
  return rest;
}

function optionsOf(schema: JsonObject): Json[] {
  if (Array.isArray(schema["enum"])) return schema["enum"];
  return schema["const"] === undefined ? [] : [schema["const"]];
}

function kindOf(schema: JsonObject, root: JsonObject): FieldKind {
  const format = schema["format"];
  if (typeof format === "string") {
    if (format === "prompts" || format === "seconds" || format === "table" || format === "table_part")
      return format;
    if (TEXT_FORMATS.includes(format)) return format as FieldKind;
  }
  if (optionsOf(schema).length) return "enum";
  switch (schema["type"]) {
    case "boolean":
    case "integer":
    case "number":
      return schema["type"];
    case "array":
      return isObject(schema["items"]) && resolved(schema["items"], root)["type"] === "object"
        ? "rows"
        : "list";
    case "object":
      return mapKind(schema);
    default:
      return "text";
  }
}

function mapKind(schema: JsonObject): FieldKind {
  if (isObject(schema["properties"])) return "group";
  const patterns = isObject(schema["patternProperties"]) ? Object.keys(schema["patternProperties"]) : [];
  const names = isObject(schema["propertyNames"]) ? schema["propertyNames"] : {};
  if (names["format"] === "rule") return "rules";
  return names["format"] === "key" || patterns.some((pattern) => pattern.includes("*#")) ? "keymap" : "map";
}

function partsOf(kind: FieldKind, schema: JsonObject, root: JsonObject): Field[] {
  if (kind === "group") return fieldsOf(schema, root);
  if (kind === "rows" && isObject(schema["items"])) return fieldsOf(resolved(schema["items"], root), root);
  if (kind === "list" && isObject(schema["items"])) return [fieldOf("", schema["items"], root, true)];
  if (kind === "map" && isObject(schema["additionalProperties"])) {
    return [fieldOf("", schema["additionalProperties"], root, true)];
  }
  return [];
}
