import { describe, expect, it } from "vitest";
import { stepsOf, wiresOf, type FlowDocument, type Json } from "./document";
import { FLOW, TYPES } from "./samples";
import { exitChanges, setFlowTitle, setNote, setSetting, setTitle } from "./settings";

const wires = (document: FlowDocument, id: string) => wiresOf(stepsOf(document)[id] ?? { type: "" });
const menu = (keys: Json) => setSetting("main-menu", TYPES["menu"], "keys", keys).apply(FLOW);
const branch = (cases: Json) => setSetting("is-vip", TYPES["branch"], "cases", cases).apply(FLOW);

describe("menu keys", () => {
  it("keep their wire when one is named anew", () => {
    const next = menu({ "1": "订单", "7": "售后", "0": "人工" });
    expect(wires(next, "main-menu")).toEqual({
      "1": "is-vip",
      "7": "bye",
      "0": "bye",
      no_input: "main-menu",
    });
  });

  it("lose their wire when one is removed", () => {
    expect(wires(menu({ "1": "订单", "0": "人工" }), "main-menu")).toEqual({
      "1": "is-vip",
      "0": "bye",
      no_input: "main-menu",
    });
  });

  it("keep all wires when a caption changes or a key is added", () => {
    const before = wires(FLOW, "main-menu");
    expect(wires(menu({ "1": "x", "2": "售后", "0": "人工", "5": "" }), "main-menu")).toEqual(before);
  });
});

describe("branch cases", () => {
  it("keep their wire when an exit is named anew", () => {
    const next = branch([
      { when: "a = 1", exit: "vip" },
      { when: "b = 1", exit: "silver" },
    ]);
    expect(wires(next, "is-vip")).toEqual({ vip: "bye", silver: "bye", otherwise: "bye" });
  });

  it("keep a wire that another case still needs", () => {
    const next = branch([
      { when: "a = 1", exit: "vip" },
      { when: "b = 1", exit: "vip" },
    ]);
    expect(wires(next, "is-vip")).toEqual({ vip: "bye", otherwise: "bye" });
  });

  it("lose the wire with the case", () => {
    expect(wires(branch([{ when: "b = 1", exit: "gold" }]), "is-vip")).toEqual({
      gold: "bye",
      otherwise: "bye",
    });
  });

  it("bear values of the wrong shape", () => {
    expect(exitChanges("what", [{ exit: 3 }, "x", null], "exit")).toEqual({});
    expect(exitChanges(undefined, undefined, "")).toEqual({});
  });
});

describe("titles and notes", () => {
  it("stand in their language, and go when nothing is left", () => {
    const both = setTitle("main-menu", "en", "Main menu").apply(FLOW);
    expect(stepsOf(both)["main-menu"]?.["title"]).toEqual({ "zh-CN": "主菜单", en: "Main menu" });
    const english = setTitle("main-menu", "zh-CN", "").apply(both);
    expect(stepsOf(english)["main-menu"]?.["title"]).toEqual({ en: "Main menu" });
    const none = setTitle("main-menu", "en", "").apply(english);
    expect("title" in (stepsOf(none)["main-menu"] ?? {})).toBe(false);
  });

  it("turn a plain title into one for each language", () => {
    const plain = { ...FLOW, nodes: { a: { type: "play", title: "欢迎" } } };
    const next = setTitle("a", "en", "Welcome").apply(plain);
    expect(stepsOf(next)["a"]?.["title"]).toEqual({ "zh-CN": "欢迎", en: "Welcome" });
    expect(setTitle("a", "zh-CN", "欢迎").apply(next)).toBe(next);
  });

  it("of a step that is gone do nothing", () => {
    expect(setNote("nobody", "x").apply(FLOW)).toBe(FLOW);
    expect(setSetting("nobody", undefined, "keys", 1).apply(FLOW)).toBe(FLOW);
  });

  it("of the flow work alike", () => {
    const next = setFlowTitle("en", "Service").apply(FLOW);
    expect(next["title"]).toEqual({ en: "Service" });
    expect(setFlowTitle("en", "").apply(next)).toEqual(FLOW);
  });
});
