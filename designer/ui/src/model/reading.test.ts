import { describe, expect, it } from "vitest";
import { clipOf, paste, pastedIds, readClip } from "./clipboard";
import { compare } from "./compare";
import { layoutOf, stepsOf, titleIn, wiresOf } from "./document";
import { keypadOrder, stringify } from "./json";
import { autoLayout, cardHeight, CARD_WIDTH, exitOffsets, shownPlaces } from "./layout";
import { exitsOf, wordFor } from "./nodeType";
import { FLOW, TYPES } from "./samples";
import { fieldsOf } from "./schema";
import { promptNames, summaryOf } from "./summary";

describe("files written by hand", () => {
  it("are read as far as they make sense", () => {
    const document = {
      nodes: { a: { type: "play", exits: { done: 3, x: "b" } }, b: "no", c: { title: "x" } },
      layout: { a: [1], b: ["x", 2], c: [4, 8] },
    };
    expect(Object.keys(stepsOf(document))).toEqual(["a"]);
    expect(wiresOf(stepsOf(document)["a"] ?? { type: "" })).toEqual({ x: "b" });
    expect(layoutOf(document)).toEqual({ c: [4, 8] });
    expect(stepsOf({ nodes: null })).toEqual({});
  });

  it("have titles in any form", () => {
    expect(titleIn("x", "en")).toBe("x");
    expect(titleIn({ "zh-CN": "好" }, "en")).toBe("好");
    expect(titleIn({ en: 5 }, "en")).toBe("");
    expect(titleIn(undefined, "en")).toBe("");
  });
});

describe("JSON", () => {
  it("writes telephone keys in the order of a keypad", () => {
    expect(keypadOrder(["0", "1", "12", "9", "*"])).toEqual(["1", "9", "0", "12", "*"]);
    expect(stringify({ keys: { "0": "a", "2": "b", "*": null }, list: [1, "x", true] })).toBe(
      '{"keys":{"2":"b","0":"a","*":null},"list":[1,"x",true]}',
    );
  });

  it("is what JSON is", () => {
    expect(JSON.parse(stringify(FLOW))).toEqual(FLOW);
  });
});

describe("exits", () => {
  it("follow from the settings, in drawing order", () => {
    const step = stepsOf(FLOW)["main-menu"] ?? { type: "" };
    const names = exitsOf(TYPES["menu"], { ...step, exits: { "1": "is-vip", old: "bye" } });
    expect(names.map((exit) => exit.name)).toEqual(["1", "2", "0", "no_input", "error", "old"]);
    expect(names.find((exit) => exit.name === "1")).toMatchObject({
      caption: "订单",
      target: "is-vip",
      required: true,
    });
    expect(names.find((exit) => exit.name === "old")).toMatchObject({ unknown: true });
  });

  it("of an unknown type are those of the file", () => {
    expect(exitsOf(undefined, { type: "fax", exits: { sent: "bye" } }).map((exit) => exit.name)).toEqual([
      "sent",
    ]);
  });

  it("have words, whatever the type says", () => {
    expect(wordFor(TYPES["play"], "done", "zh-CN")).toBe("Played");
    expect(wordFor(TYPES["play"], "error", "zh-CN")).toBe("出错");
    expect(wordFor(undefined, "sent", "en")).toBe("sent");
  });
});

describe("the layout", () => {
  it("knows the height of a card without measuring", () => {
    const exits = exitsOf(TYPES["menu"], stepsOf(FLOW)["main-menu"] ?? { type: "" });
    expect(exits.length).toBe(5);
    expect(cardHeight(exits)).toBe(72 + 5 * 24 + 6);
    expect(exitOffsets(exits)).toEqual([76, 100, 124, 148, 178]);
    expect(cardHeight([])).toBe(72);
  });

  it("goes from left to right without overlaps, whatever loops there are", () => {
    const places = autoLayout(FLOW, TYPES);
    const x = (id: string): number => places[id]?.[0] ?? Number.NaN;
    expect(x("welcome")).toBeLessThan(x("main-menu"));
    expect(x("main-menu")).toBeLessThan(x("is-vip"));
    expect(x("is-vip")).toBeLessThan(x("bye"));
    const steps = Object.entries(stepsOf(FLOW));
    for (const [id, step] of steps) {
      for (const [other] of steps) {
        const [left, top] = places[id] ?? [0, 0];
        const [otherLeft, otherTop] = places[other] ?? [0, 0];
        const isBelow = id !== other && left === otherLeft && otherTop >= top;
        if (isBelow) expect(otherTop - top).toBeGreaterThan(cardHeight(exitsOf(TYPES[step.type], step)));
        expect(Math.abs(left - otherLeft) === 0 || Math.abs(left - otherLeft) > CARD_WIDTH).toBe(true);
      }
    }
  });

  it("leaves saved places alone and bears an empty flow", () => {
    const shown = shownPlaces(FLOW, TYPES);
    expect(shown["welcome"]).toEqual([80, 120]);
    expect(Object.keys(shown).sort()).toEqual(["bye", "is-vip", "main-menu", "welcome"]);
    expect(shownPlaces({}, TYPES)).toEqual({});
  });

  it("bears 1,000 steps in a row", () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`s${i}`, { type: "play", exits: { done: `s${i + 1}` } }]),
    );
    expect(Object.keys(autoLayout({ nodes }, TYPES)).length).toBe(1000);
  });
});

describe("forms", () => {
  it("follow from the schema", () => {
    const fields = fieldsOf(TYPES["branch"]?.schema ?? {});
    expect(fields.map(({ name, kind, required, nullable }) => ({ name, kind, required, nullable }))).toEqual([
      { name: "cases", kind: "rows", required: true, nullable: false },
      { name: "note_key", kind: "key", required: false, nullable: true },
      { name: "kind", kind: "enum", required: false, nullable: false },
    ]);
    expect(fields[0]?.parts.map((part) => part.kind)).toEqual(["feel", "text"]);
    expect(fieldsOf(TYPES["menu"]?.schema ?? {}).map((field) => field.kind)).toEqual([
      "prompts",
      "keymap",
      "seconds",
    ]);
    expect(fieldsOf({})).toEqual([]);
  });

  it("say on the card what the step does", () => {
    const words = {
      language: "en",
      promptText: (name: string) => (name === "main" ? "Press 1" : ""),
      seconds: (n: number) => `${n} s`,
    };
    const step = stepsOf(FLOW)["main-menu"] ?? { type: "" };
    expect(summaryOf(TYPES["menu"], step, words)).toBe("Press 1 · 5 s");
    expect(summaryOf(undefined, { type: "fax" }, words)).toBe("fax");
    expect(promptNames(["a", { prompt: "b", barge_in: false }, 3])).toEqual(["a", "b"]);
  });
});

describe("the clipboard", () => {
  it("carries steps with the wires among them", () => {
    const clip = clipOf(FLOW, ["welcome", "main-menu"], { welcome: [80, 120], "main-menu": [384, 120] });
    const read = readClip(JSON.stringify(clip));
    expect(read).toEqual(clip);
    const names = pastedIds(FLOW, clip);
    expect(names).toEqual({ welcome: "play-1", "main-menu": "menu-1" });
    const next = paste(clip, names, [40, 40], {}).apply(FLOW);
    expect(wiresOf(stepsOf(next)["play-1"] ?? { type: "" })).toEqual({ done: "menu-1" });
    expect(wiresOf(stepsOf(next)["menu-1"] ?? { type: "" })).toEqual({ no_input: "menu-1" });
    expect(layoutOf(next)["play-1"]).toEqual([120, 160]);
  });

  it("takes nothing else for steps", () => {
    for (const text of [
      "",
      "hello",
      "[]",
      "null",
      '{"dialoom_steps":{}}',
      '{"dialoom_steps":{"a":{"type":"x"}},"places":{}}',
    ]) {
      expect(readClip(text)).toBeNull();
    }
  });
});

describe("comparing", () => {
  it("names what differs, places aside", () => {
    const other = {
      ...FLOW,
      language: "en",
      layout: {},
      nodes: { ...stepsOf(FLOW), welcome: { type: "play" }, extra: { type: "play" } },
    };
    const { bye: _bye, ...nodes } = other.nodes as Record<string, { type: string }>;
    expect(compare(FLOW, { ...other, nodes })).toEqual([
      { step: "", kind: "changed", keys: ["language"] },
      { step: "welcome", kind: "changed", keys: ["prompts", "exits"] },
      { step: "extra", kind: "added", keys: [] },
      { step: "bye", kind: "removed", keys: [] },
    ]);
    expect(compare(FLOW, { ...FLOW, layout: {} })).toEqual([]);
  });
});
