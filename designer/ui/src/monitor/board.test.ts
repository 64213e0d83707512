import { expect, test } from "vitest";
import { ALL, changed, EMPTY, lengthOf, matching, stateOf, type EngineRow, type LiveCall } from "./board";

const call = (id: string, at: string, more: Partial<LiveCall> = {}): LiveCall => ({
  id,
  engine: "e",
  at,
  caller: "138",
  called: "400",
  flow: "f",
  version: 1,
  step_flow: "f",
  node: "n",
  type: "menu",
  moved_at: at,
  system: "",
  doing: "",
  ...more,
});

const engine: EngineRow = {
  id: "e",
  name: "x",
  adapter: "asterisk",
  offers: [],
  since: "",
  gone: false,
  systems: [],
};

test("calls come, move and go, the longest first", () => {
  const two = changed(EMPTY, [{ call: call("b", "2026-01-02") }, { call: call("a", "2026-01-01") }]);
  expect(two.calls.map((one) => one.id)).toEqual(["a", "b"]);
  const moved = changed(two, [{ call: { ...call("a", "2026-01-01"), node: "m" } }, { ended: "b" }]);
  expect(moved.calls.map((one) => [one.id, one.node])).toEqual([["a", "m"]]);
});

test("engines are replaced together", () => {
  expect(changed(EMPTY, [{ engines: [engine] }]).engines).toEqual([engine]);
});

test("a line is at what its caller meets, and lost with its engine", () => {
  expect(stateOf(call("a", "", { doing: "talking" }), engine)).toBe("talking");
  expect(stateOf(call("a", ""), engine)).toBe("working");
  expect(stateOf(call("a", "", { doing: "something new" }), engine)).toBe("working");
  expect(stateOf(call("a", "", { doing: "talking" }), { ...engine, gone: true })).toBe("lost");
  expect(stateOf(call("a", ""), undefined)).toBe("lost");
});

test("a filter lets through what fits all of it", () => {
  const calls = [
    call("a", "", { caller: "13800138000", flow: "sales" }),
    call("b", "", { caller: "13900139000", flow: "sales", system: "east" }),
    call("c", "", { caller: "", called: "500", engine: "other" }),
  ];
  const ids = (filter: Partial<typeof ALL>): string[] =>
    matching(calls, { ...ALL, ...filter }).map((one) => one.id);
  expect(ids({})).toEqual(["a", "b", "c"]);
  expect(ids({ flow: "sales" })).toEqual(["a", "b"]);
  expect(ids({ flow: "sales", text: " 139 " })).toEqual(["b"]);
  expect(ids({ called: "500" })).toEqual(["c"]);
  expect(ids({ system: "e east" })).toEqual(["b"]);
  expect(ids({ system: "other " })).toEqual(["c"]);
  expect(ids({ state: "lost" })).toEqual(["a", "b", "c"]);
});

test.each([
  [0, "0:00"],
  [7.9, "0:07"],
  [754, "12:34"],
  [3723, "1:02:03"],
  [-3, "0:00"],
])("%d seconds are %s", (seconds, text) => {
  expect(lengthOf(seconds)).toBe(text);
});
