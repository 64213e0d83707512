import { describe, expect, it } from "vitest";
import { bendOf, boxOf } from "./bends";

const ENDS = { sourceX: 300, sourceY: 100, targetX: 1000, targetY: 400 };

describe("a wire", () => {
  it("turns beside its target when nothing is in the way", () => {
    expect(bendOf(ENDS, 0, [])).toBe(972);
  });

  it("turns beside its own card when a card stands at that height", () => {
    expect(bendOf(ENDS, 2, [boxOf(500, 50, 232, 120)])).toBe(328);
  });

  it("takes the way behind fewer cards", () => {
    expect(bendOf(ENDS, 0, [boxOf(500, 50, 232, 120), boxOf(500, 350, 232, 120)])).toBe(972);
    const two = [boxOf(400, 50, 100, 120), boxOf(600, 50, 100, 120), boxOf(500, 350, 232, 120)];
    expect(bendOf(ENDS, 0, two)).toBe(318);
  });

  it("keeps its usual shape when it goes back", () => {
    expect(bendOf({ ...ENDS, targetX: 100 }, 0, [])).toBeUndefined();
  });
});
