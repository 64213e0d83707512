/** The microphone: what it gives, how loud it is now, and for how long it has been recording. */

import { useCallback, useEffect, useRef, useState } from "react";
import capture from "./capture.js?url";
import { joined, levelOf, type Wave } from "./wave";

export type RecorderState = "idle" | "asking" | "recording" | "refused" | "missing" | "insecure";

/** Seconds after which a recording ends by itself. */
export const LONGEST_S = 300;

interface Running {
  context: AudioContext;
  stream: MediaStream;
  pieces: Float32Array[];
}

export interface Recorder {
  state: RecorderState;
  /** dBFS. */
  level: number;
  seconds: number;
  start: () => void;
  stop: () => void;
}

export function useRecorder(done: (wave: Wave) => void): Recorder {
  const running = useRef<Running | null>(null);
  const [state, setState] = useState<RecorderState>("idle");
  const [heard, setHeard] = useState({ level: -120, seconds: 0 });

  const close = useCallback((): Wave | null => {
    const { current } = running;
    running.current = null;
    if (!current) return null;
    for (const track of current.stream.getTracks()) track.stop();
    void current.context.close();
    return { samples: joined(current.pieces), rate: current.context.sampleRate };
  }, []);
  useEffect(() => () => void close(), [close]);

  const stop = useCallback((): void => {
    const wave = close();
    setState("idle");
    if (wave && wave.samples.length > 0) done(wave);
  }, [close, done]);

  const start = (): void => {
    if (!window.isSecureContext || !navigator.mediaDevices) return setState("insecure");
    setState("asking");
    setHeard({ level: -120, seconds: 0 });
    open()
      .then((opened) => {
        running.current = opened;
        setState("recording");
        return undefined;
      })
      .catch((error: unknown) => {
        const isRefused = error instanceof DOMException && error.name === "NotAllowedError";
        setState(isRefused ? "refused" : "missing");
      });
    return undefined;
  };

  useEffect(() => {
    if (state !== "recording") return undefined;
    const timer = setInterval(() => {
      const { current } = running;
      if (!current) return;
      const count = current.pieces.reduce((sum, one) => sum + one.length, 0);
      const latest = joined(current.pieces.slice(-Math.ceil(current.context.sampleRate / 1280)));
      const seconds = count / current.context.sampleRate;
      setHeard({ level: levelOf(latest), seconds });
      if (seconds >= LONGEST_S) stop();
    }, 100);
    return () => clearInterval(timer);
  }, [state, stop]);

  return { state, ...heard, start, stop };
}

/** The voice as it is: what browsers do for conferences makes prompts worse. */
async function open(): Promise<Running> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  });
  const context = new AudioContext();
  const running: Running = { context, stream, pieces: [] };
  await context.audioWorklet.addModule(capture);
  const node = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0, channelCount: 1 });
  node.port.addEventListener("message", (event: MessageEvent<Float32Array>) =>
    running.pieces.push(event.data),
  );
  node.port.start();
  context.createMediaStreamSource(stream).connect(node);
  await context.resume();
  return running;
}
