/** What the server's JSON API hands out. */

import type { FlowDocument, Json } from "../model/document";

export type Words = Record<string, string>;

export interface Problem {
  code: string;
  message: Words;
  severity: "error" | "warning";
  path: (string | number)[];
  node: string | null;
  line: number;
  column: number;
  span: [number, number] | null;
  repair: string | null;
}

export interface Session {
  user: string | null;
  csrf: string;
  login_required: boolean;
  version: string;
  languages: string[];
  workspace: string;
}

export interface Published {
  version: number;
  at: string;
  author: string;
  message: string;
}

export interface FlowRow {
  id: string;
  title: Words | string;
  revision: string;
  changed: boolean;
  published: Published | null;
  errors: number;
  warnings: number;
}

export interface OpenedFlow {
  id: string;
  document: FlowDocument;
  revision: string;
  problems: Problem[];
  published: Published | null;
}

export interface Version {
  version: number;
  hash: string;
  author: string;
  message: string;
  at: string;
  live: boolean;
}

export interface PromptLanguage {
  text: string;
  recording: boolean;
  /** Whether there was a recording before, which can be brought back. */
  earlier: boolean;
  seconds: number | null;
}

export interface Prompt {
  name: string;
  note: string;
  /** What colleagues key in to record it by telephone, "" for none. */
  number: string;
  languages: Record<string, PromptLanguage>;
  used_by: string[];
}

/** What is known of a value's type: a FEEL type, for a context the types of its entries, or nothing. */
export type Known = string | null | { [entry: string]: Known };

/** Types by step and name; under "" those that hold in the whole flow. */
export type KnownTypes = Record<string, Record<string, Known>>;

/** What the check of a document tells; `unpublished` are flows that it calls and that no caller can reach yet. */
export interface Checked {
  problems: Problem[];
  types: KnownTypes;
  unpublished: string[];
}

export interface FeelParameter {
  name: string;
  type: string;
  optional: boolean;
}

export interface FeelFunction {
  name: string;
  group: string;
  signatures: FeelParameter[][];
  returns: string;
  help: Words;
  examples: string[];
  standard: boolean;
}

export type FeelKind = "expression" | "list" | "tests" | "template";

export interface FeelFinding {
  code: string;
  message: Words;
  severity: "error" | "warning";
  span: [number, number] | null;
  repair: string | null;
}

/** A decision table and the values to try it with. */
export type TableTry = {
  inputs: string[];
  outputs: { values: string; default: string }[];
  rows: { when: string[]; results: string[]; exit: string }[];
  hit_policy: string;
  aggregation: string;
  exit_order: string[];
  context: Record<string, Json>;
  at: string | null;
};

/** What becomes of it: verdicts by cell (null: not to be decided), the rows that hold, those that answer. */
export interface TableTried {
  values: (FeelValue | null)[];
  cells: (boolean | null)[][];
  hits: number[];
  answers: number[];
  exit: string | null;
  outputs: string[];
  problem: Words | null;
}

export interface FeelValue {
  value: Json;
  text: string;
  type: string;
  diagnostics: { span: [number, number]; message: Words }[];
}
