/** The part of the API about prompts, their sounds and the lexicon. */

import { ask, send } from "./client";
import type { Words } from "./types";

export interface SoundFacts {
  seconds: number;
  level: number;
  peak: number;
  points: number[];
}

export interface RecordingPreview {
  before: SoundFacts;
  after: SoundFacts;
  /** A WAV file in base64. */
  sound: string;
}

export interface ImportRow {
  name: string;
  language: string;
  change: "new" | "changed" | "same";
  before: string;
  text: string;
  recording: boolean;
}

export interface ImportPreview {
  rows: ImportRow[];
  notes: number;
  faults: Words[];
}

export interface Progress {
  part: "recordings" | "sounds";
  done: number;
  total: number;
}

export interface Imported {
  recordings: number;
  sounds: number;
}

export interface Lexicon {
  words: Record<string, Record<string, string>>;
  faults: Words[];
}

export interface OnlineVoice {
  service: string;
  /** Whose service it is. */
  owner: string;
}

export interface Check {
  name: string;
  ok: boolean;
  message: Words;
}

const path = (name: string, language = ""): string =>
  `/prompts/${encodeURIComponent(name)}${language && `/${encodeURIComponent(language)}`}`;

function form(file: Blob): FormData {
  const data = new FormData();
  data.append("file", file, "recording");
  return data;
}

export const promptApi = {
  note: (name: string, note: string) => ask<void>("PUT", path(name), { note }),
  write: (name: string, language: string, text: string) => ask<void>("PUT", path(name, language), { text }),
  number: (name: string, number: string) => ask<void>("PUT", `${path(name)}/number`, { number }),
  rename: (name: string, to: string) => ask<void>("POST", `${path(name)}/name`, { name: to }),
  remove: (name: string) => ask<void>("DELETE", path(name)),
  removeLanguage: (name: string, language: string) => ask<void>("DELETE", path(name, language)),
  preview: async (file: Blob): Promise<RecordingPreview> =>
    (await (await send("POST", "/recording-preview", form(file))).json()) as RecordingPreview,
  keep: (name: string, language: string, file: Blob) =>
    send("POST", `${path(name, language)}/recording`, form(file)),
  dropRecording: (name: string, language: string) => ask<void>("DELETE", `${path(name, language)}/recording`),
  onlineVoices: () => ask<OnlineVoice[]>("GET", "/online-voices"),
  speakOnline: (name: string, language: string, service: string) =>
    ask<void>("POST", `${path(name, language)}/online/${service}`),
  bringBack: (name: string, language: string) => ask<void>("POST", `${path(name, language)}/earlier`),
  toMake: () => ask<{ name: string; language: string }[]>("GET", "/sounds-to-make"),
  make: (name: string, language: string) => send("GET", `${path(name, language)}.wav`),
  previewImport: async (file: Blob): Promise<ImportPreview> =>
    (await (await send("POST", "/prompt-import/preview", file)).json()) as ImportPreview,
  import: async (file: Blob, tell: (progress: Progress) => void): Promise<Imported> =>
    readLines(await send("POST", "/prompt-import", file), tell),
  lexicon: () => ask<Lexicon>("GET", "/lexicon"),
  teach: (language: string, word: string, said: string) =>
    ask<void>("PUT", "/lexicon", { language, word, said }),
  speak: async (language: string, text: string): Promise<ArrayBuffer> =>
    (await send("POST", "/speech", JSON.stringify({ language, text }), "application/json")).arrayBuffer(),
  doctor: () => ask<Check[]>("GET", "/doctor"),
};

type Line = Progress | { finished: Imported } | { error: { message: Words } };

/** What stopped an import on its way; nothing was changed then. */
export class ImportStopped extends Error {
  constructor(readonly words: Words) {
    super(words["en"] ?? "");
  }
}

async function readLines(response: Response, tell: (progress: Progress) => void): Promise<Imported> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const chunk = await reader?.read();
    const lines = (rest + (chunk?.value ?? "")).split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) {
      const line = JSON.parse(text) as Line;
      if ("finished" in line) return line.finished;
      if ("error" in line) throw new ImportStopped(line.error.message);
      tell(line);
    }
    if (!chunk || chunk.done) break;
  }
  throw new ImportStopped({ en: "The connection was lost.", "zh-CN": "连接已中断。" });
}
