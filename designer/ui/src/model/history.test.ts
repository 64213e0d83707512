import { describe, expect, it } from "vitest";
import { paste, pastedIds, clipOf } from "./clipboard";
import { addStep, idFor, moveSteps, removeSteps, setFlow, setStart, wire } from "./commands";
import { stepsOf, type FlowDocument } from "./document";
import { MERGE_PAUSE, openHistory, redo, run, travel, undo, type Command, type History } from "./history";
import { FLOW, TYPES } from "./samples";
import { setNote, setSetting, setTitle } from "./settings";

/** A small generator of numbers that gives the same sequence for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** Return some action on some step, as a user might do it. */
function someCommand(document: FlowDocument, roll: (sides: number) => number): Command {
  const ids = Object.keys(stepsOf(document));
  const one = ids[roll(ids.length)] ?? "nobody";
  const other = ids[roll(ids.length)] ?? "nobody";
  const types = Object.keys(TYPES);
  const type = types[roll(types.length)] ?? "play";
  const exit = ["done", "1", "no_input", "vip"][roll(4)] ?? "done";
  const clip = clipOf(document, [one, other], {});
  const keys = Object.fromEntries(
    ["1", "2", "3", "0"].filter(() => roll(2)).map((key) => [key, `x${roll(3)}`]),
  );
  const choices: (() => Command)[] = [
    () => addStep({ id: idFor(type, document), type, at: [roll(900), roll(900)], shown: {} }),
    () =>
      addStep({
        id: idFor(type, document),
        type,
        at: [0, 0],
        outlet: { from: one, exit },
        onward: "done",
        shown: {},
      }),
    () => removeSteps([one, other]),
    () => wire({ from: one, exit }, roll(4) ? other : ""),
    () => moveSteps({ [one]: [roll(900), roll(900)] }, {}, `move:${one}`),
    () => setTitle(one, "en", `t${roll(3)}`),
    () => setNote(one, roll(2) ? "note" : ""),
    () => setSetting(one, TYPES["menu"], "keys", keys),
    () => setStart(one),
    () => setFlow("language", roll(2) ? "en" : "zh-CN"),
    () => paste(clip, pastedIds(document, clip), [40, 40], {}),
  ];
  return (choices[roll(choices.length)] as () => Command)();
}

describe("any sequence of actions", () => {
  it("is undone to the very same documents and redone to the very same", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const roll = dice(seed);
      let history = openHistory(FLOW);
      const states: FlowDocument[] = [FLOW];
      const texts: string[] = [JSON.stringify(FLOW)];
      for (let turn = 0; turn < 30; turn++) {
        const next = run(history, someCommand(history.document, roll), turn * (MERGE_PAUSE + 1));
        if (next === history) continue;
        history = next;
        states.push(history.document);
        texts.push(JSON.stringify(history.document));
      }
      for (let back = states.length - 1; back >= 0; back--) {
        expect(history.document).toBe(states[back]);
        expect(JSON.stringify(history.document)).toBe(texts[back]);
        history = undo(history);
      }
      expect(history.past).toEqual([]);
      for (const state of states) {
        expect(history.document).toBe(state);
        history = redo(history);
      }
    }
  });

  it("leaves no wire to a step that is not there", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const roll = dice(seed * 7919);
      let history = openHistory(FLOW);
      for (let turn = 0; turn < 40; turn++) history = run(history, someCommand(history.document, roll), turn);
      const steps = stepsOf(history.document);
      for (const step of Object.values(steps)) {
        for (const target of Object.values(step["exits"] ?? {})) expect(Object.keys(steps)).toContain(target);
      }
    }
  });
});

const typed = (text: string, at: number, history: History): History => run(history, setNote("bye", text), at);

describe("the history", () => {
  it("makes one entry of typing without a pause, two with one", () => {
    let history = typed("a", 0, openHistory(FLOW));
    history = typed("ab", 100, history);
    history = typed("abc", MERGE_PAUSE + 100, history);
    expect(history.past.length).toBe(1);
    expect(undo(history).document).toBe(FLOW);
    expect(typed("abcd", 3 * MERGE_PAUSE, history).past.length).toBe(2);
  });

  it("does not go on with typing that was undone", () => {
    const history = redo(undo(typed("a", 0, openHistory(FLOW))));
    expect(typed("ab", 10, history).past.length).toBe(2);
  });

  it("has no entry for an action that changes nothing, and forgets the undone on a new action", () => {
    const opened = openHistory(FLOW);
    expect(run(opened, setStart("welcome"), 0)).toBe(opened);
    const forked = run(undo(run(opened, setStart("bye"), 0)), setNote("bye", "x"), 9999);
    expect(forked.future).toEqual([]);
    expect(undo(opened)).toBe(opened);
    expect(redo(opened)).toBe(opened);
  });

  it("travels to any state and back", () => {
    let history = openHistory(FLOW);
    const at = [FLOW];
    for (const note of ["a", "b", "c"]) {
      history = run(history, setNote("bye", note), at.length * 10_000);
      at.push(history.document);
    }
    expect(travel(history, 1).document).toBe(at[1]);
    expect(travel(travel(history, 0), 3).document).toBe(at[3]);
    expect(travel(history, 99).document).toBe(at[3]);
  });
});
