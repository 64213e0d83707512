/** The test call as it goes: what was heard and pressed, the variables, and the lit path. */

import { create } from "zustand";
import { live } from "../api/socket";
import type { Problem } from "../api/types";
import { currentDocument, useEditor, wireId } from "../editor/store";
import type { Json } from "../model/document";
import { CallAudio } from "./audio";
import { framesIn, type Frame, type TraceEvent } from "./frames";
import { useLastValues } from "./lastValues";
import { DARK, useTrace } from "./trace";

export type Waiting = "" | "playing" | "listening" | "recording" | "dialling" | "talking";

export interface Options {
  caller: string;
  dial: string;
  /** A local time as the browser's field writes it, or "" for now. */
  at: string;
  language: string;
  from: string;
}

interface TestCall {
  state: "idle" | "starting" | "running" | "ended";
  waiting: Waiting;
  detail: string;
  events: TraceEvent[];
  variables: Record<string, Json>;
  refused: Problem[];
  ended: { by: string; cause: string; seconds: number } | null;
  lost: boolean;
}

const BLANK: TestCall = {
  state: "idle",
  waiting: "",
  detail: "",
  events: [],
  variables: {},
  refused: [],
  ended: null,
  lost: false,
};

export const useTestCall = create<TestCall>()(() => BLANK);

let audio: CallAudio | null = null;
let leave: (() => void) | null = null;

/** Call the flow as it is on the screen, saved or not. */
export function startCall(options: Options): void {
  closeCall();
  audio = new CallAudio();
  useTestCall.setState({ ...BLANK, state: "starting" });
  useTrace.setState({ ...DARK, lit: true });
  leave = live.listen("testcall", (data, kind) => {
    if (kind === "lost") return lose();
    return framesIn(data).forEach(take);
  });
  live.send({
    op: "testcall.start",
    flow: useEditor.getState().id,
    document: currentDocument(),
    caller: options.caller,
    at: options.at ? new Date(options.at).toISOString() : null,
    language: options.language || null,
    dial: options.dial,
    from: options.from || null,
  });
}

export function press(key: string): void {
  if (useTestCall.getState().state !== "running") return;
  live.send({ op: "testcall.key", key });
}

export function speak(seconds: number): void {
  live.send({ op: "testcall.speech", seconds });
}

export function hangUp(): void {
  live.send({ op: "testcall.hangup" });
  audio?.close();
}

/** End the call, silence it and put out the lights: the flow was left, or is called again. */
export function closeCall(): void {
  const { state } = useTestCall.getState();
  if (state === "running" || state === "starting") live.send({ op: "testcall.hangup" });
  stopListening();
  useTestCall.setState(BLANK);
  useTrace.setState(DARK);
}

function stopListening(): void {
  audio?.close();
  audio = null;
  leave?.();
  leave = null;
}

function lose(): void {
  const { state } = useTestCall.getState();
  if (state !== "running" && state !== "starting") return;
  audio?.close();
  useTestCall.setState({ state: "ended", lost: true, waiting: "" });
}

function take(frame: Frame): void {
  if (frame.event) takeEvent(frame.event);
  if (frame.play) takePlay(frame.play);
  if (frame.stop) audio?.stop(frame.stop.id);
  if (frame.listening) useTestCall.setState({ waiting: "listening" });
  if (frame.recording) useTestCall.setState({ waiting: "recording", detail: frame.recording.finish_keys });
  if (frame.dialling) useTestCall.setState({ waiting: "dialling", detail: frame.dialling.target });
  if (frame.talking) useTestCall.setState({ waiting: "talking" });
  if (frame.variables) {
    useTestCall.setState({ variables: frame.variables });
    useLastValues.setState({ flow: useEditor.getState().id, values: frame.variables });
  }
  if (frame.refused) finish({ refused: frame.refused.problems });
  if (frame.ended) finish({ ended: frame.ended });
}

function finish(result: Partial<TestCall>): void {
  audio?.close();
  useTestCall.setState({ ...result, state: "ended", waiting: "" });
  useTrace.setState({ at: "" });
}

function takePlay({ id, sounds }: NonNullable<Frame["play"]>): void {
  useTestCall.setState({ waiting: "playing", detail: sounds.map((sound) => sound.text).join(" ") });
  const done = (): void => live.send({ op: "testcall.played", id });
  const urls = sounds.map((sound) => sound.url).filter(Boolean);
  audio?.play(id, urls, done).catch(done);
}

function takeEvent(event: TraceEvent): void {
  useTestCall.setState((call) => ({
    events: [...call.events, event],
    state: call.state === "starting" ? "running" : call.state,
  }));
  if (event["flow"] !== useEditor.getState().id) return;
  if (event.event === "node_entered") {
    useTrace.setState((trace) => ({ at: event.node, steps: new Set([...trace.steps, event.node]) }));
  } else if (event.event === "node_left") {
    const wire = wireId({ from: event.node, exit: String(event["exit"]) });
    useTrace.setState((trace) => ({ wires: new Set([...trace.wires, wire]) }));
  }
}
