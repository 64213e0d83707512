/** The open schedule or calendar: its document with undo, saving, and what the server said of it. */

import { create } from "zustand";
import { ApiError } from "../api/client";
import { scheduleApi, type Kind } from "../api/schedules";
import { live } from "../api/socket";
import type { Problem, Published, Words } from "../api/types";
import type { JsonObject } from "../model/document";
import { openHistory, redo, run, undo, type Command, type History } from "../model/history";
import { tell, tellError } from "../shell/notices";

export interface Draft {
  kind: Kind;
  id: string;
  phase: "loading" | "ready" | "failed";
  failure: Words;
  history: History;
  saved: JsonObject;
  revision: string;
  published: Published | null;
  problems: Problem[];
  saving: boolean;
  /** This page makes a version live, which is no news to it. */
  publishing: boolean;
  /** The same file as somebody else left it. */
  theirs: { document: JsonObject; revision: string } | null;
  leaving: boolean;
}

const EMPTY: JsonObject = {};

const BLANK: Draft = {
  kind: "schedules",
  id: "",
  phase: "loading",
  failure: {},
  history: openHistory(EMPTY),
  saved: EMPTY,
  revision: "",
  published: null,
  problems: [],
  saving: false,
  publishing: false,
  theirs: null,
  leaving: false,
};

export const useDraft = create<Draft>()(() => BLANK);

export function useDraftDocument(): JsonObject {
  return useDraft((draft) => draft.history.document);
}

export function isUnsaved(draft: Draft): boolean {
  return draft.history.document !== draft.saved;
}

/** Do something to the document; it can be undone. */
export function change(command: Command): void {
  useDraft.setState((draft) => ({ history: run(draft.history, command, performance.now()) }));
}

export function undoChange(): void {
  useDraft.setState((draft) => ({ history: undo(draft.history) }));
}

export function redoChange(): void {
  useDraft.setState((draft) => ({ history: redo(draft.history) }));
}

/** Read the file from the server and show it. */
export async function openDraft(kind: Kind, id: string): Promise<void> {
  useDraft.setState({ ...BLANK, kind, id });
  try {
    const file = await scheduleApi.open(kind, id);
    const now = useDraft.getState();
    if (now.kind !== kind || now.id !== id) return;
    useDraft.setState({
      phase: "ready",
      history: openHistory(file.document),
      saved: file.document,
      revision: file.revision,
      published: file.published ?? null,
      problems: file.problems,
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    useDraft.setState({ phase: "failed", failure: error.words });
  }
}

/** Take over what was published or saved elsewhere: at once where nothing is unsaved, else as a question. */
async function lookAgain(): Promise<void> {
  const before = useDraft.getState();
  if (before.phase !== "ready" || before.saving || before.publishing) return;
  const { kind, id } = before;
  const file = await scheduleApi.open(kind, id);
  const now = useDraft.getState();
  if (now.kind !== kind || now.id !== id || now.saving || now.publishing || now.revision !== before.revision)
    return;
  const published = file.published ?? null;
  if (published && published.version !== now.published?.version)
    tell("good", "pub.elsewhere", { n: published.version });
  useDraft.setState({ published });
  if (file.revision === now.revision) return;
  if (isUnsaved(now)) {
    useDraft.setState({ theirs: { document: file.document, revision: file.revision } });
    return;
  }
  change({ label: "did.reload", apply: () => file.document });
  useDraft.setState({ saved: file.document, revision: file.revision, problems: file.problems });
  tell("good", "save.reloaded");
}

/** Watch for versions and drafts that others make, until the returned function is called. */
export function watchDraft(id: string): () => void {
  return live.listen("schedules", (data, kind) => {
    const rows = [data].flat() as ({ id?: string } | null)[];
    if (kind === "events" && rows.some((row) => row?.id === id)) lookAgain().catch(tellError);
  });
}

/** Save the draft; return whether it is on disk now. */
export async function saveDraft(): Promise<boolean> {
  const { history, revision, saving } = useDraft.getState();
  return !saving && write(history.document, revision);
}

async function write(document: JsonObject, revision: string): Promise<boolean> {
  const { kind, id } = useDraft.getState();
  useDraft.setState({ saving: true });
  try {
    const answer = await scheduleApi.save(kind, id, document, revision);
    useDraft.setState({ saved: document, theirs: null, ...answer });
    tell("good", "save.done");
    return true;
  } catch (error) {
    const theirs = error instanceof ApiError && error.status === 409 ? error.body["document"] : undefined;
    if (error instanceof ApiError && theirs) {
      const revisionNow = String(error.body["revision"]);
      useDraft.setState({ theirs: { document: theirs as JsonObject, revision: revisionNow } });
    } else tellError(error);
    return false;
  } finally {
    useDraft.setState({ saving: false });
  }
}

/** Overwrite what somebody else saved, after the user has seen that. */
export async function keepOurs(): Promise<void> {
  const { history, theirs } = useDraft.getState();
  if (theirs) await write(history.document, theirs.revision);
}

/** Show what somebody else saved; undo brings the own work back. */
export function loadTheirs(): void {
  const { theirs } = useDraft.getState();
  if (!theirs) return;
  change({ label: "did.reload", apply: () => theirs.document });
  useDraft.setState({ saved: theirs.document, revision: theirs.revision, theirs: null });
}

/** Publish the draft, saving it first; return whether callers follow it now. */
export async function publishDraft(message: string, confirmed: boolean): Promise<boolean> {
  if (isUnsaved(useDraft.getState()) && !(await saveDraft())) return false;
  const { id, revision } = useDraft.getState();
  useDraft.setState({ publishing: true });
  try {
    const version = await scheduleApi.publish(id, message, revision, confirmed);
    useDraft.setState({ published: version });
    tell("good", "publish.done", { n: version.version });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.problems.length) useDraft.setState({ problems: error.problems });
    tellError(error);
    return false;
  } finally {
    useDraft.setState({ publishing: false });
  }
}
