/** Opening, saving and publishing the flow; nothing of anybody is overwritten unknowingly. */

import { api, ApiError } from "../api/client";
import { live } from "../api/socket";
import type { FlowDocument } from "../model/document";
import { openHistory } from "../model/history";
import { useCatalog } from "../shell/catalog";
import { tell, tellError } from "../shell/notices";
import { BLANK, isDirty, perform, useEditor } from "./store";

/** Read the flow from the server and show it. */
export async function openFlow(id: string): Promise<void> {
  useEditor.setState({ ...BLANK, id });
  try {
    const flow = await api.flow(id);
    if (useEditor.getState().id !== id) return;
    useEditor.setState({
      phase: "ready",
      history: openHistory(flow.document),
      saved: flow.document,
      revision: flow.revision,
      published: flow.published,
      problems: flow.problems,
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    useEditor.setState({ phase: "failed", failure: error.words });
  }
}

/** Save the draft; return whether it is on disk now. */
export async function saveFlow(): Promise<boolean> {
  const { id, history, revision, saving } = useEditor.getState();
  if (saving) return false;
  return writeFlow(id, history.document, revision);
}

async function writeFlow(id: string, document: FlowDocument, revision: string): Promise<boolean> {
  useEditor.setState({ saving: true });
  try {
    const answer = await api.save(id, document, revision);
    if (useEditor.getState().id !== id) return true; // another flow is open by now
    useEditor.setState({
      saved: document,
      revision: answer.revision,
      problems: answer.problems,
      theirs: null,
    });
    tell("good", "save.done");
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 409 && error.body["document"]) {
      const theirs = {
        document: error.body["document"] as FlowDocument,
        revision: String(error.body["revision"]),
      };
      useEditor.setState({ theirs });
    } else {
      tellError(error);
    }
    return false;
  } finally {
    if (useEditor.getState().id === id) useEditor.setState({ saving: false });
  }
}

/** Overwrite what somebody else saved, after the user has seen that. */
export async function keepMine(): Promise<void> {
  const { id, history, theirs } = useEditor.getState();
  if (theirs) await writeFlow(id, history.document, theirs.revision);
}

/** Show what somebody else saved; undo brings the own work back. */
export function takeTheirs(): void {
  const { theirs } = useEditor.getState();
  if (!theirs) return;
  perform({ label: "did.reload", apply: () => theirs.document });
  useEditor.setState({
    saved: theirs.document,
    revision: theirs.revision,
    theirs: null,
    selected: [],
    wires: [],
  });
}

/**
 * Look at the file on disk: take it when there is nothing to lose, otherwise let the user decide.
 *
 * The answer may be older than a save that ended while it was on its way; then it says nothing about anybody
 * else, and the event of that save, or of a later change, lets us look again.
 */
async function lookAtDisk(id: string): Promise<void> {
  const before = useEditor.getState();
  if (before.phase !== "ready") return;
  const flow = await api.flow(id);
  const state = useEditor.getState();
  if (state.id !== id || state.phase !== "ready") return;
  if (state.saving || state.revision !== before.revision) return;
  useEditor.setState({ published: flow.published });
  if (flow.revision === state.revision) return;
  const dirty = isDirty(state);
  useEditor.setState({ theirs: { document: flow.document, revision: flow.revision } });
  if (!dirty) {
    takeTheirs();
    useEditor.setState({ problems: flow.problems });
    tell("good", "save.reloaded");
  }
}

/** Watch the flow's file until the returned function is called. */
export function watchFlow(id: string): () => void {
  return live.listen("flows", (data) => {
    const rows = [data].flat() as ({ id?: string } | null)[];
    if (rows.some((row) => row?.id === id)) lookAtDisk(id).catch(tellError);
  });
}

/** Publish the draft, and what it calls, with this message, saving it first; return whether callers hear it now. */
export async function publishFlow(message: string): Promise<boolean> {
  if (isDirty(useEditor.getState()) && !(await saveFlow())) return false;
  const { id, revision, unpublished } = useEditor.getState();
  try {
    const version = await api.publish(id, message, revision, unpublished.length > 0);
    tell("good", "publish.done", { n: version.version });
    await refreshPublished(id);
    if (useEditor.getState().id === id) useEditor.setState({ unpublished: [] });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.problems.length) useEditor.setState({ problems: error.problems });
    tellError(error);
    return false;
  }
}

/** Ask the server which version is live. */
export async function refreshPublished(id: string): Promise<void> {
  await useCatalog.getState().readFlows();
  const row = useCatalog.getState().flows.find((flow) => flow.id === id);
  if (row && useEditor.getState().id === id) useEditor.setState({ published: row.published });
}
