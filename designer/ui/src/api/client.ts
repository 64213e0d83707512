/** Calls to the server's JSON API; every failure is an ApiError with words for people. */

import { stringify } from "../model/json";
import type { FlowDocument, Json } from "../model/document";
import type { NodeType } from "../model/nodeType";
import type {
  Checked,
  FeelFinding,
  FeelFunction,
  FeelKind,
  FeelValue,
  TableTried,
  TableTry,
  FlowRow,
  Known,
  OpenedFlow,
  Problem,
  Prompt,
  Session,
  Version,
  Words,
} from "./types";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly words: Words,
    readonly problems: Problem[],
    readonly body: Record<string, unknown>,
  ) {
    super(words["en"] ?? code);
  }
}

const UNREACHABLE: Words = {
  en: "The server cannot be reached. Is it still running?",
  "zh-CN": "无法连接服务器，请确认它仍在运行。",
};

let csrf = "";

/** Send a request; an answer that is a refusal becomes an `ApiError`. */
export async function send(method: string, path: string, body?: BodyInit, type = ""): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRF-Token"] = csrf;
  if (type) headers["Content-Type"] = type;
  let response: Response;
  try {
    response = await fetch(`/api${path}`, { method, headers, body: body ?? null });
  } catch {
    throw new ApiError(0, "unreachable", UNREACHABLE, [], {});
  }
  if (response.ok) return response;
  const data: unknown = await response.json().catch(() => ({}));
  throw errorFrom(response.status, data as Record<string, unknown>);
}

/** Ask the server; the answer is trusted to have the shape that the caller names. */
export async function ask<T>(method: string, path: string, body?: Json): Promise<T> {
  const text = body === undefined ? undefined : stringify(body);
  const response = await send(method, path, text, text === undefined ? "" : "application/json");
  if (response.status === 204) return undefined as T;
  return (await response.json().catch(() => ({}))) as T;
}

function errorFrom(status: number, body: Record<string, unknown>): ApiError {
  const error = (body["error"] ?? {}) as { code?: string; message?: Words; problems?: Problem[] };
  const words = error.message ?? { en: `The server answered ${status}.`, "zh-CN": `服务器返回 ${status}。` };
  return new ApiError(status, error.code ?? String(status), words, error.problems ?? [], body);
}

const flowPath = (id: string): string => `/flows/${encodeURIComponent(id)}`;

export const api = {
  session: async (): Promise<Session> => keepToken(await ask<Session>("GET", "/session")),
  login: async (password: string): Promise<Session> =>
    keepToken(await ask<Session>("POST", "/session", { password })),
  nodeTypes: () => ask<NodeType[]>("GET", "/node-types"),
  functions: () => ask<FeelFunction[]>("GET", "/functions"),
  flows: () => ask<FlowRow[]>("GET", "/flows"),
  create: (id: string, title: Words) => ask<OpenedFlow>("POST", "/flows", { id, title }),
  flow: (id: string) => ask<OpenedFlow>("GET", flowPath(id)),
  save: (id: string, document: FlowDocument, revision: string) =>
    ask<{ revision: string; problems: Problem[] }>("PUT", flowPath(id), { document, revision }),
  remove: (id: string, revision: string) => ask<void>("DELETE", flowPath(id), { revision }),
  check: (id: string, document: FlowDocument) => ask<Checked>("POST", "/check", { id, document }),
  checkFeel: (text: string, kind: FeelKind, types: Record<string, Known>, subject: string) =>
    ask<{ findings: FeelFinding[]; type: string | null }>("POST", "/feel/check", {
      text,
      kind,
      types,
      subject,
    }),
  evalFeel: (text: string, kind: "expression" | "template", context: Record<string, Json>, at: string) =>
    ask<FeelValue>("POST", "/feel/eval", { text, kind, context, at: at || null }),
  tryTable: (table: TableTry) => ask<TableTried>("POST", "/feel/table", table),
  publish: (id: string, message: string, revision: string, together: boolean) =>
    ask<Version>("POST", `${flowPath(id)}/publish`, { message, revision, together }),
  versions: (id: string) => ask<Version[]>("GET", `${flowPath(id)}/versions`),
  rollback: (id: string, version: number) => ask<unknown>("POST", `${flowPath(id)}/rollback`, { version }),
  restore: (id: string, version: number, revision: string) =>
    ask<{ revision: string }>("POST", `${flowPath(id)}/versions/${version}/restore`, { revision }),
  prompts: () => ask<Prompt[]>("GET", "/prompts"),
  writePrompt: (name: string, language: string, text: string) =>
    ask<unknown>("PUT", `/prompts/${encodeURIComponent(name)}/${language}`, { text }),
};

function keepToken(session: Session): Session {
  csrf = session.csrf;
  return session;
}

/** Return the address of a prompt's sound as callers hear it. */
export function promptSound(name: string, language: string): string {
  return `/api/prompts/${encodeURIComponent(name)}/${language}.wav`;
}
