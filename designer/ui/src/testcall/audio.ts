/** The sound of the test call: clips one after another on the audio clock, stopped at once when the call says so. */

interface Meter {
  /** Seconds of sound, not silence, that reached the audio output. */
  playedSeconds: number;
  /** The largest sample so far, from 0 to 1. */
  peak: number;
}

declare global {
  interface Window {
    __dialoomAudio: Meter;
  }
}

window.__dialoomAudio = { playedSeconds: 0, peak: 0 };

const QUIET = 0.002;
const METER_MS = 50;
const LEAD_S = 0.02;

interface Playing {
  id: number;
  sources: AudioBufferSourceNode[];
}

export class CallAudio {
  readonly #context = new AudioContext();
  readonly #analyser = this.#context.createAnalyser();
  readonly #samples = new Float32Array(2048);
  readonly #meter: ReturnType<typeof setInterval>;
  readonly #stopped = new Set<number>();
  #playing: Playing[] = [];

  constructor() {
    this.#analyser.fftSize = this.#samples.length;
    this.#analyser.connect(this.#context.destination);
    this.#meter = setInterval(() => this.#measure(), METER_MS);
    void this.#context.resume();
  }

  /** Play the sounds at these addresses in order; `done` is called when the last has ended by itself. */
  async play(id: number, urls: readonly string[], done: () => void): Promise<void> {
    const buffers = await Promise.all(urls.map((url) => this.#fetch(url)));
    if (this.#stopped.has(id) || this.#context.state === "closed") return;
    let at = this.#context.currentTime + LEAD_S;
    const sources = buffers.map((buffer) => {
      const source = new AudioBufferSourceNode(this.#context, { buffer });
      source.connect(this.#analyser);
      source.start(at);
      at += buffer.duration;
      return source;
    });
    this.#playing.push({ id, sources });
    sources.at(-1)?.addEventListener("ended", () => {
      this.#playing = this.#playing.filter((one) => one.id !== id);
      if (!this.#stopped.has(id)) done();
    });
  }

  /** Stop these sounds now, also when they have not begun. */
  stop(id: number): void {
    this.#stopped.add(id);
    for (const { sources } of this.#playing.filter((one) => one.id === id)) {
      for (const source of sources) source.stop();
    }
  }

  /** Stop everything and let go of the audio output. */
  close(): void {
    for (const { id } of this.#playing) this.stop(id);
    clearInterval(this.#meter);
    if (this.#context.state !== "closed") void this.#context.close();
  }

  async #fetch(url: string): Promise<AudioBuffer> {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`sound ${response.status}`);
    return this.#context.decodeAudioData(await response.arrayBuffer());
  }

  #measure(): void {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const peak = this.#samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    const meter = window.__dialoomAudio;
    meter.peak = Math.max(meter.peak, peak);
    if (peak > QUIET) meter.playedSeconds += METER_MS / 1000;
  }
}
