/** Conditions as rows of field, comparison and value: read from FEEL and written as FEEL. */

export type Join = "and" | "or";

export type Operator =
  | "="
  | "!="
  | ">"
  | ">="
  | "<"
  | "<="
  | "between"
  | "in"
  | "not in"
  | "starts with"
  | "ends with"
  | "contains"
  | "empty"
  | "filled";

export interface Literal {
  kind: "text" | "number" | "boolean";
  text: string;
}

export interface Row {
  field: string;
  operator: Operator;
  values: Literal[];
}

export interface Group {
  join: Join;
  rows: Row[];
}

/** The whole condition: rows and groups of rows, all joined alike. */
export interface Condition {
  join: Join;
  items: (Row | Group)[];
}

export const isGroup = (item: Row | Group): item is Group => "rows" in item;

const COMPARISONS: readonly Operator[] = ["=", "!=", ">", ">=", "<", "<="];
export const TESTS: readonly Operator[] = ["starts with", "ends with", "contains"];

/** Return how many values a comparison takes; 0 for none, Infinity for a list. */
export function valueCount(operator: Operator): number {
  if (operator === "empty" || operator === "filled") return 0;
  if (operator === "between") return 2;
  return operator === "in" || operator === "not in" ? Infinity : 1;
}

/** Return the FEEL text of a condition; "" when it has no rows. */
export function printCondition(condition: Condition): string {
  const parts = condition.items.flatMap((item) => {
    if (!isGroup(item)) return [printRow(item)];
    const inner = item.rows.map(printRow).join(` ${item.join} `);
    return item.rows.length > 1 ? [`(${inner})`] : inner ? [inner] : [];
  });
  return parts.join(` ${condition.join} `);
}

function printRow({ field, operator, values }: Row): string {
  const [first = "null", second = "null"] = values.map(printLiteral);
  switch (operator) {
    case "empty":
      return `${field} = null`;
    case "filled":
      return `${field} != null`;
    case "between":
      return `${field} between ${first} and ${second}`;
    case "in":
      return `${field} in (${values.map(printLiteral).join(", ")})`;
    case "not in":
      return `not(${field} in (${values.map(printLiteral).join(", ")}))`;
    case "starts with":
    case "ends with":
    case "contains":
      return `${operator}(${field}, ${first})`;
    default:
      return `${field} ${operator} ${first}`;
  }
}

export function printLiteral({ kind, text }: Literal): string {
  if (kind !== "text") return text;
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t");
  return `"${escaped}"`;
}

/** Return what somebody typed as the literal that fits the field's type. */
export function literalOf(typed: string, type: string | null): Literal {
  const text = typed.trim();
  if (type !== "string" && NUMBER.test(text)) return { kind: "number", text };
  if (type === "boolean" && (text === "true" || text === "false")) return { kind: "boolean", text };
  return { kind: "text", text: typed };
}

const NUMBER = /^-?\d+(\.\d+)?$/;

/** Return the condition that a text is, or null when it is more than rows can show. */
export function parseCondition(text: string, names: readonly string[]): Condition | null {
  if (!text.trim()) return { join: "and", items: [] };
  try {
    return simplified(new Reader(text, names).whole());
  } catch (error) {
    if (error instanceof Beyond) return null;
    throw error;
  }
}

class Beyond extends Error {}

type Tree = Row | { join: Join; parts: Tree[] };

const isRow = (tree: Tree): tree is Row => "operator" in tree;

function simplified(tree: Tree): Condition {
  if (isRow(tree)) return { join: "and", items: [tree] };
  const items = tree.parts.map((part): Row | Group => {
    if (isRow(part)) return part;
    if (!part.parts.every(isRow)) throw new Beyond();
    return { join: part.join, rows: part.parts };
  });
  return { join: tree.join, items };
}

const WORD = /^[\p{L}_$][\p{L}\p{N}_$]*/u;
const KEYWORDS = new Set([
  "and",
  "or",
  "in",
  "between",
  "not",
  "null",
  "true",
  "false",
  "if",
  "for",
  "some",
  "every",
  "function",
]);

class Reader {
  private at = 0;
  private readonly names: string[];

  constructor(
    private readonly text: string,
    names: readonly string[],
  ) {
    this.names = names.filter((name) => !WORD.test(name) || WORD.exec(name)?.[0] !== name);
    this.names.sort((one, other) => other.length - one.length);
  }

  whole(): Tree {
    const tree = this.joined("or", () => this.joined("and", () => this.part()));
    this.skip();
    if (this.at < this.text.length) throw new Beyond();
    return tree;
  }

  private joined(join: Join, read: () => Tree): Tree {
    const parts = [read()];
    while (this.takeWord(join)) parts.push(read());
    const [only] = parts;
    return parts.length === 1 && only ? only : { join, parts };
  }

  private part(): Tree {
    if (!this.take("(")) return this.row();
    const tree = this.joined("or", () => this.joined("and", () => this.part()));
    this.expect(")");
    return tree;
  }

  private row(): Row {
    for (const operator of TESTS) if (this.takeWord(operator)) return this.test(operator);
    if (this.takeWord("not")) {
      this.expect("(");
      const row = this.row();
      this.expect(")");
      if (row.operator !== "in") throw new Beyond();
      return { ...row, operator: "not in" };
    }
    const field = this.field();
    if (this.takeWord("between")) {
      const low = this.literal();
      if (!this.takeWord("and")) throw new Beyond();
      return { field, operator: "between", values: [low, this.literal()] };
    }
    if (this.takeWord("in")) return { field, operator: "in", values: this.list() };
    return this.comparison(field);
  }

  private comparison(field: string): Row {
    const operator = [...COMPARISONS]
      .sort((one, other) => other.length - one.length)
      .find((sign) => this.take(sign));
    if (!operator) throw new Beyond();
    if (!this.takeWord("null")) return { field, operator, values: [this.literal()] };
    if (operator !== "=" && operator !== "!=") throw new Beyond();
    return { field, operator: operator === "=" ? "empty" : "filled", values: [] };
  }

  private test(operator: Operator): Row {
    this.expect("(");
    const field = this.field();
    this.expect(",");
    const value = this.literal();
    this.expect(")");
    return { field, operator, values: [value] };
  }

  private list(): Literal[] {
    const close = this.take("(") ? ")" : this.take("[") ? "]" : "";
    if (!close) throw new Beyond();
    const values = [this.literal()];
    while (this.take(",")) values.push(this.literal());
    this.expect(close);
    return values;
  }

  /** A name or path; names with spaces are known only by their list. */
  private field(): string {
    this.skip();
    const rest = this.text.slice(this.at);
    const known = this.names.find((name) => rest.startsWith(name));
    let field = known ?? WORD.exec(rest)?.[0] ?? "";
    if (!field || KEYWORDS.has(field)) throw new Beyond();
    this.at += field.length;
    while (this.text[this.at] === ".") {
      const step = WORD.exec(this.text.slice(this.at + 1))?.[0];
      if (!step) throw new Beyond();
      field += `.${step}`;
      this.at += step.length + 1;
    }
    return field;
  }

  private literal(): Literal {
    this.skip();
    const rest = this.text.slice(this.at);
    const number = /^-?\d+(\.\d+)?(?![\p{L}\d.])/u.exec(rest)?.[0];
    if (number) return this.taken(number, { kind: "number", text: number });
    for (const word of ["true", "false"]) if (this.takeWord(word)) return { kind: "boolean", text: word };
    const quoted = /^"(?:[^"\\]|\\[nrt"\\])*"/.exec(rest)?.[0];
    if (quoted === undefined) throw new Beyond();
    return this.taken(quoted, { kind: "text", text: unquoted(quoted) });
  }

  private taken(part: string, literal: Literal): Literal {
    this.at += part.length;
    return literal;
  }

  private skip(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at += 1;
  }

  private take(sign: string): boolean {
    this.skip();
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  private takeWord(word: string): boolean {
    this.skip();
    const after = this.text[this.at + word.length] ?? "";
    return !/[\p{L}\p{N}_$]/u.test(after) && this.take(word);
  }

  private expect(sign: string): void {
    if (!this.take(sign)) throw new Beyond();
  }
}

const ESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t" };

function unquoted(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/g, (_, sign: string) => ESCAPES[sign] ?? sign);
}
