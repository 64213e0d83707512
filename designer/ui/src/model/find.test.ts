import { describe, expect, it } from "vitest";
import { findSteps } from "./find";

const FLOW = {
  nodes: {
    bye: { type: "hang_up" },
    welcome: {
      type: "play",
      title: { en: "Greeting", "zh-CN": "问候" },
      prompts: ["hello"],
      exits: { done: "ask" },
    },
    ask: { type: "collect", variable: "order number", validate: 'digits != "000"', exits: { done: "bye" } },
  },
  layout: { welcome: [0, 0], ask: [300, 0], bye: [600, 0] },
};
const words = (id: string): string[] => (id === "welcome" ? ["欢迎致电"] : []);
const find = (text: string): string[] => findSteps(FLOW, text, words);

describe("finding steps", () => {
  it("looks at names, titles, settings and what prompts say", () => {
    expect(find("greet")).toEqual(["welcome"]);
    expect(find("问候")).toEqual(["welcome"]);
    expect(find("致电")).toEqual(["welcome"]);
    expect(find("ORDER NUM")).toEqual(["ask"]);
    expect(find('"000"')).toEqual(["ask"]);
  });

  it("goes from left to right and finds nothing by nothing", () => {
    expect(find("bye")).toEqual(["ask", "bye"]);
    expect(find("   ")).toEqual([]);
    expect(find("prompts")).toEqual([]);
    expect(find("collect")).toEqual([]);
  });
});
