import { describe, expect, it } from "vitest";
import {
  cut,
  joined,
  levelOf,
  meterPart,
  outlineOf,
  secondsOf,
  soundingPart,
  toWav,
  type Wave,
} from "./wave";

const RATE = 8000;

function tone(seconds: number, amplitude: number): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * RATE) },
    (_, at) => amplitude * Math.sin((2 * Math.PI * 440 * at) / RATE),
  );
}

const silence = (seconds: number): Float32Array => new Float32Array(Math.round(seconds * RATE));
const wave = (...pieces: Float32Array[]): Wave => ({ samples: joined(pieces), rate: RATE });

describe("the level", () => {
  it("of a full tone is 3 dB below full scale", () => expect(levelOf(tone(1, 1))).toBeCloseTo(-3.01, 1));
  it("halves by 6 dB", () => expect(levelOf(tone(1, 0.5))).toBeCloseTo(-9.03, 1));
  it("of silence and of nothing has a floor", () => {
    expect(levelOf(silence(1))).toBe(-120);
    expect(levelOf(new Float32Array(0))).toBe(-120);
  });
  it("fills the meter from left to right", () => {
    expect([-120, -60, -30, 0, 6].map(meterPart)).toEqual([0, 0, 0.5, 1, 1]);
  });
});

describe("the part that sounds", () => {
  it("is found, with room around it", () => {
    const [from, to] = soundingPart(wave(silence(1), tone(0.5, 0.3), silence(1)));
    expect(from).toBeCloseTo(0.85, 1);
    expect(to).toBeCloseTo(1.65, 1);
  });
  it("never leaves the recording", () => {
    expect(soundingPart(wave(tone(0.5, 0.3)))).toEqual([0, 0.5]);
  });
  it("keeps pauses inside", () => {
    const [from, to] = soundingPart(wave(tone(0.2, 0.3), silence(2), tone(0.2, 0.3)));
    expect(to - from).toBeCloseTo(2.4, 1);
  });
  it("of silence is all of it, and of nothing is nothing", () => {
    expect(soundingPart(wave(silence(1)))).toEqual([0, 1]);
    expect(soundingPart(wave())).toEqual([0, 0]);
  });
  it("ignores noise far below the voice", () => {
    const [from] = soundingPart(wave(tone(1, 0.003), tone(0.5, 0.5)));
    expect(from).toBeCloseTo(0.85, 1);
  });
});

describe("a cut", () => {
  it("has the length that was asked for", () => {
    expect(secondsOf(cut(wave(tone(2, 0.3)), 0.5, 1.25))).toBe(0.75);
  });
  it("stays inside", () => expect(secondsOf(cut(wave(tone(1, 0.3)), -1, 9))).toBe(1));
});

describe("the outline", () => {
  it("follows the sound", () => {
    const points = outlineOf(joined([silence(1), tone(1, 0.5)]), 10);
    expect(points.map((one) => Math.round(one * 10) / 10)).toEqual([0, 0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5]);
  });
  it("of little has few points, and clips what is too loud", () => {
    expect(outlineOf(Float32Array.from([0.5, -3]), 400)).toEqual([0.5, 1]);
    expect(outlineOf(new Float32Array(0), 400)).toEqual([]);
  });
});

describe("a WAV file", () => {
  it("says what it holds", () => {
    const file = new DataView(toWav({ samples: Float32Array.from([0, 1, -1, 2]), rate: 48000 }));
    const text = (at: number): string =>
      String.fromCharCode(...[0, 1, 2, 3].map((more) => file.getUint8(at + more)));
    expect([0, 8, 12, 36].map(text)).toEqual(["RIFF", "WAVE", "fmt ", "data"]);
    expect([file.getUint32(4, true), file.byteLength]).toEqual([44, 52]);
    expect([file.getUint32(24, true), file.getUint32(28, true)]).toEqual([48000, 96000]);
    expect([0, 1, 2, 3].map((at) => file.getInt16(44 + 2 * at, true))).toEqual([0, 32767, -32767, 32767]);
  });
});
