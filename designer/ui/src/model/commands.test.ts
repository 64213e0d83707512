import { describe, expect, it } from "vitest";
import { addStep, idFor, moveSteps, removeSteps, setFlow, setStart, tidy, unwireAll, wire } from "./commands";
import { layoutOf, stepsOf, wiresOf, type FlowDocument, type Step } from "./document";
import { FLOW } from "./samples";

const stepOf = (document: FlowDocument, id: string): Step => stepsOf(document)[id] as Step;

describe("adding a step", () => {
  it("makes the first step of a flow its start", () => {
    const next = addStep({ id: "play-1", type: "play", at: [81, 42], shown: {} }).apply({
      dialoom: 1,
      nodes: {},
    });
    expect(next).toEqual({
      dialoom: 1,
      nodes: { "play-1": { type: "play" } },
      layout: { "play-1": [80, 44] },
      start: "play-1",
    });
  });

  it("wires the exit that it was dropped from", () => {
    const outlet = { from: "main-menu", exit: "error" };
    const next = addStep({ id: "play-1", type: "play", at: [0, 0], outlet, shown: {} }).apply(FLOW);
    expect(wiresOf(stepOf(next, "main-menu"))["error"]).toBe("play-1");
    expect(stepOf(next, "play-1")["exits"]).toBeUndefined();
  });

  it("goes between two steps as one action", () => {
    const outlet = { from: "welcome", exit: "done" };
    const next = addStep({ id: "x", type: "play", at: [0, 0], outlet, onward: "done", shown: {} }).apply(
      FLOW,
    );
    expect(wiresOf(stepOf(next, "welcome"))).toEqual({ done: "x" });
    expect(wiresOf(stepOf(next, "x"))).toEqual({ done: "main-menu" });
  });

  it("never takes an id that is taken, not even by a malformed step", () => {
    const document = { nodes: { "hang-up-1": { type: "hang_up" }, "hang-up-2": "broken" } };
    expect(idFor("hang_up", document)).toBe("hang-up-3");
  });

  it("works on a file whose nodes are no mapping", () => {
    const next = addStep({ id: "a", type: "play", at: [0, 0], shown: {} }).apply({
      nodes: ["what"],
      layout: 7,
    });
    expect(stepsOf(next)).toEqual({ a: { type: "play" } });
  });
});

describe("wires", () => {
  it("lead an exit elsewhere, and nowhere", () => {
    const moved = wire({ from: "welcome", exit: "done" }, "bye").apply(FLOW);
    expect(wiresOf(stepOf(moved, "welcome"))).toEqual({ done: "bye" });
    const gone = wire({ from: "welcome", exit: "done" }, "").apply(moved);
    expect("exits" in stepOf(gone, "welcome")).toBe(false);
  });

  it("do nothing when they are already so, or when the step is gone", () => {
    expect(wire({ from: "welcome", exit: "done" }, "main-menu").apply(FLOW)).toBe(FLOW);
    expect(wire({ from: "nobody", exit: "done" }, "bye").apply(FLOW)).toBe(FLOW);
    expect(unwireAll([{ from: "bye", exit: "error" }]).apply(FLOW)).toBe(FLOW);
  });
});

describe("removing steps", () => {
  it("takes every wire to them, their place and their name elsewhere", () => {
    const marked = setFlow("on_error", "bye").apply(FLOW);
    const next = removeSteps(["bye", "welcome"]).apply(marked);
    expect(Object.keys(stepsOf(next))).toEqual(["main-menu", "is-vip"]);
    expect(wiresOf(stepOf(next, "main-menu"))).toEqual({ "1": "is-vip", no_input: "main-menu" });
    expect("exits" in stepOf(next, "is-vip")).toBe(false);
    expect(next["start"]).toBeUndefined();
    expect(next["on_error"]).toBeUndefined();
    expect(layoutOf(next)).toEqual({ "main-menu": [384, 120] });
  });

  it("takes chosen wires with it, and does nothing for nothing", () => {
    const next = removeSteps([], [{ from: "welcome", exit: "done" }]).apply(FLOW);
    expect(wiresOf(stepOf(next, "welcome"))).toEqual({});
    expect(removeSteps(["nobody"]).apply(FLOW)).toBe(FLOW);
  });
});

describe("places", () => {
  it("keep to the grid and fix what was laid out by itself", () => {
    const next = moveSteps({ welcome: [101, 99] }, { welcome: [80, 120], bye: [700, 44] }).apply(FLOW);
    expect(layoutOf(next)).toEqual({ welcome: [100, 100], bye: [700, 44], "main-menu": [384, 120] });
  });

  it("do not change when a step is put back", () => {
    expect(moveSteps({ welcome: [81, 119] }, { bye: [0, 0] }).apply(FLOW)).toBe(FLOW);
    expect(tidy({ welcome: [80, 120] }).apply(FLOW)).toBe(FLOW);
  });
});

describe("the flow itself", () => {
  it("changes one key and loses it again", () => {
    const next = setFlow("max_call_seconds", 600).apply(FLOW);
    expect(next["max_call_seconds"]).toBe(600);
    expect(setFlow("max_call_seconds", undefined).apply(next)).toEqual(FLOW);
    expect(setFlow("language", "zh-CN").apply(FLOW)).toBe(FLOW);
    expect(setStart("welcome").apply(FLOW)).toBe(FLOW);
    expect(setStart("bye").apply(FLOW)["start"]).toBe("bye");
  });
});
