/** Recorded sound in the browser: its outline, its level, where it begins and ends, and as a WAV file. */

export interface Wave {
  /** Mono, from -1 to 1. */
  samples: Float32Array;
  /** Samples a second. */
  rate: number;
}

/** dBFS of what counts as silence at all, and how far below the loudest part speech may lie. */
const SILENCE = -60;
const GATE = 30;
const FRAME_S = 0.02;
const PADDING_S = 0.15;
const LOWEST = -120;
/** dBFS at the left end of the meter. */
const METER_FLOOR = -60;

/** Return the level of some samples in dBFS (root mean square), never below -120. */
export function levelOf(samples: Float32Array): number {
  if (samples.length === 0) return LOWEST;
  let power = 0;
  for (const sample of samples) power += sample * sample;
  return Math.max(LOWEST, 10 * Math.log10(power / samples.length + 1e-12));
}

/** Return how much of the meter a level fills, from 0 to 1. */
export function meterPart(level: number): number {
  return Math.min(1, Math.max(0, 1 - level / METER_FLOOR));
}

/** Return the largest sample of each of so many parts, from 0 to 1. */
export function outlineOf(samples: Float32Array, points: number): number[] {
  const count = Math.min(points, samples.length);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * samples.length) / count);
    const to = Math.floor(((index + 1) * samples.length) / count);
    let most = 0;
    for (let at = from; at < to; at++) most = Math.max(most, Math.abs(samples[at] ?? 0));
    return Math.min(1, most);
  });
}

export function secondsOf(wave: Wave): number {
  return wave.samples.length / wave.rate;
}

/** Return from which to which second something sounds, with a little room around it; all of it when nothing does. */
export function soundingPart(wave: Wave): [number, number] {
  const size = Math.max(1, Math.round(FRAME_S * wave.rate));
  const levels: number[] = [];
  for (let at = 0; at < wave.samples.length; at += size) {
    levels.push(levelOf(wave.samples.subarray(at, at + size)));
  }
  const gate = Math.max(SILENCE, levels.reduce((most, one) => Math.max(most, one), LOWEST) - GATE);
  const first = levels.findIndex((level) => level > gate);
  const last = levels.findLastIndex((level) => level > gate);
  if (first < 0) return [0, secondsOf(wave)];
  const from = (first * size) / wave.rate - PADDING_S;
  const to = ((last + 1) * size) / wave.rate + PADDING_S;
  return [Math.max(0, from), Math.min(secondsOf(wave), to)];
}

/** Return the part between two seconds. */
export function cut(wave: Wave, from: number, to: number): Wave {
  const first = Math.round(Math.max(0, from) * wave.rate);
  return { samples: wave.samples.slice(first, Math.round(to * wave.rate)), rate: wave.rate };
}

/** Return pieces of one recording as one. */
export function joined(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Return a WAV file: mono, PCM of 16 bits, little-endian. */
export function toWav({ samples, rate }: Wave): ArrayBuffer {
  const file = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const name = (at: number, text: string): void => {
    for (let index = 0; index < 4; index++) file.setUint8(at + index, text.charCodeAt(index));
  };
  name(0, "RIFF");
  file.setUint32(4, 36 + samples.length * 2, true);
  name(8, "WAVE");
  name(12, "fmt ");
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, rate, true);
  file.setUint32(28, rate * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  name(36, "data");
  file.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => {
    const clipped = Math.max(-1, Math.min(1, sample));
    file.setInt16(44 + index * 2, Math.round(clipped * 32767), true);
  });
  return file.buffer as ArrayBuffer;
}
