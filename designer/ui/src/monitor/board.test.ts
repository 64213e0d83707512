import { expect, test } from "vitest";
import { changed, EMPTY, lengthOf, type LiveCall } from "./board";

const call = (id: string, at: string): LiveCall => ({
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
});

test("calls come, move and go, the longest first", () => {
  const two = changed(EMPTY, [{ call: call("b", "2026-01-02") }, { call: call("a", "2026-01-01") }]);
  expect(two.calls.map((one) => one.id)).toEqual(["a", "b"]);
  const moved = changed(two, [{ call: { ...call("a", "2026-01-01"), node: "m" } }, { ended: "b" }]);
  expect(moved.calls.map((one) => [one.id, one.node])).toEqual([["a", "m"]]);
});

test("engines are replaced together", () => {
  const engine = { id: "e", name: "x", adapter: "asterisk", offers: [], since: "", gone: false };
  expect(changed(EMPTY, [{ engines: [engine] }]).engines).toEqual([engine]);
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
