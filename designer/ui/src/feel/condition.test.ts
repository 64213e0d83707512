import { describe, expect, it } from "vitest";
import { literalOf, parseCondition, printCondition, type Condition, type Operator } from "./condition";

const NAMES = ["tries", "客户 等级", "caller.number", "等级"];
const again = (text: string): string | null => {
  const found = parseCondition(text, NAMES);
  return found && printCondition(found);
};

describe("conditions that rows can show", () => {
  it.each([
    'caller.level = "VIP" and tries < 3',
    '客户 等级 != "金卡"',
    "tries between 1 and 5",
    'digits in ("1", "2", "3")',
    'not(digits in ("1", "2"))',
    'starts with(caller.number, "138") or ends with(digits, "0") or contains(note, "a\\"b\\\\")',
    "order = null or order.state != null",
    'tries >= 3 and (等级 = "金卡" or 等级 = "银卡")',
    "(a = 1 and b = 2) or c = -1.5",
    "vip = true",
    "",
  ])("stay as they are: %s", (text) => expect(again(text)).toBe(text));

  it.each([
    ["a=1 and  b=2", "a = 1 and b = 2"],
    ["a = 1 and b = 2 or c = 3", "(a = 1 and b = 2) or c = 3"],
    ['(a = "x")', 'a = "x"'],
    ["a in [1, 2]", "a in (1, 2)"],
  ])("mean the same: %s", (text, same) => expect(again(text)).toBe(same));
});

describe("conditions that are more than rows", () => {
  it.each([
    "count(orders) > 1",
    "a > b",
    "a + 1 > 2",
    "orders[1].a = 1",
    "a = 1 and (b = 2 or (c = 3 and d = 4))",
    "not(a = 1)",
    "a in (< 3, 5)",
    "if a then b else c",
    "a ＝ 1",
    'a = "\\u0041"',
    'a = "open',
    "a < null",
    "a = 1 and",
    "a",
    'order = "x" andb = 1',
    "a = 1.2.3",
  ])("are left to the text: %s", (text) => expect(parseCondition(text, NAMES)).toBeNull());
});

const OPERATORS: Operator[] = [
  "=",
  "!=",
  ">",
  ">=",
  "<",
  "<=",
  "between",
  "in",
  "not in",
  "starts with",
  "empty",
  "filled",
];

describe("whatever is built", () => {
  it("is read back as it was", () => {
    let seed = 7;
    const pick = <T>(list: readonly T[]): T => {
      seed = (seed * 48271) % 2147483647;
      return list[seed % list.length] as T;
    };
    const value = () =>
      literalOf(pick(["1", "-2.5", "VIP", '引"号\\', "", "x\ny\t"]), pick(["string", "number", null]));
    const row = () => {
      const operator = pick(OPERATORS);
      const count = { between: 2, in: 3, "not in": 1, empty: 0, filled: 0 }[operator as string] ?? 1;
      return {
        field: pick(["a", "客户 等级", "caller.number"]),
        operator,
        values: Array.from({ length: count }, value),
      };
    };
    for (let round = 0; round < 500; round++) {
      const join = pick(["and", "or"] as const);
      const other = join === "and" ? "or" : "and";
      const items: Condition["items"] = [row(), { join: other, rows: [row(), row()] }, row()];
      const condition: Condition = { join, items };
      expect(parseCondition(printCondition(condition), NAMES)).toEqual(condition);
    }
  });

  it("takes typed values by the field's type", () => {
    expect(literalOf("5", "string")).toEqual({ kind: "text", text: "5" });
    expect(literalOf(" 5 ", null)).toEqual({ kind: "number", text: "5" });
    expect(literalOf("true", "boolean")).toEqual({ kind: "boolean", text: "true" });
    expect(literalOf("VIP ", null)).toEqual({ kind: "text", text: "VIP " });
  });
});
