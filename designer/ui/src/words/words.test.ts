import { describe, expect, it } from "vitest";
import { en, zh } from "./words";

const values = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? "").sort();

describe("the words of the screen", () => {
  it("exist in both languages", () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
    for (const text of [...Object.values(zh), ...Object.values(en)]) expect(text.trim()).not.toBe("");
  });

  it("take the same values", () => {
    for (const [key, text] of Object.entries(en))
      expect([key, ...values(zh[key as keyof typeof en])]).toEqual([key, ...values(text)]);
  });

  it("speak of steps, never of nodes or JSON", () => {
    for (const text of [...Object.values(zh), ...Object.values(en)])
      expect(text).not.toMatch(/\b(node|edge|handle|JSON)s?\b|节点/i);
  });
});
