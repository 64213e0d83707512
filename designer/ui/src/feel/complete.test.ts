import { describe, expect, it } from "vitest";
import type { FeelFunction } from "../api/types";
import { expressionAround, offersAt } from "./complete";
import { describeNames, sampleValues, typesAt } from "./names";

const functionOf = (name: string): FeelFunction => ({
  name,
  group: "string",
  signatures: [[{ name: "text", type: "string", optional: false }]],
  returns: "string",
  help: { en: name, "zh-CN": name },
  examples: [],
  standard: true,
});
const FUNCTIONS = [functionOf("count"), functionOf("string length"), functionOf("digits only")];
const NAMES = describeNames(
  ["balance", "客户 等级", "订单号", "caller", "caller.number", "order"],
  { balance: "number", caller: { number: "string", name: "string" }, order: "context" },
  { order: { state: "paid" }, 订单号: "20260001" },
);
const labels = (text: string, asked = false): string[] =>
  offersAt(text, text.length, NAMES, FUNCTIONS, asked)?.offers.map((offer) => offer.label) ?? [];

describe("completion", () => {
  it("finishes the last word, wherever it stands", () => {
    expect(labels("bal")).toEqual(["balance"]);
    expect(labels("balance > 10 and cal")).toEqual(["caller"]);
    expect(labels("if bal")).toEqual(["balance"]);
    expect(labels("(COU")).toEqual(["count"]);
  });

  it("knows names in Chinese and with spaces", () => {
    expect(labels("balance > 1 and 订")).toEqual(["订单号"]);
    expect(labels("客户 等")).toEqual(["客户 等级"]);
    expect(labels('客户 等级 = "金" and string len')).toEqual(["string length"]);
  });

  it("goes into contexts, by type and by last value", () => {
    expect(labels("caller.")).toEqual(["caller.number", "caller.name"]);
    expect(labels("order.s")).toEqual(["order.state"]);
  });

  it("is silent in quoted texts and after a whole word", () => {
    expect(labels('x = "bal')).toEqual([]);
    expect(labels("balance")).toEqual([]);
    expect(labels("1 + 2")).toEqual([]);
  });

  it("offers everything when asked", () => {
    expect(labels("balance > ", true)).toHaveLength(8);
    expect(labels("balance > ")).toEqual([]);
  });

  it("reaches into the braces of a text only", () => {
    const text = "您有 {{ 余额 }} 元，{{ x";
    expect(expressionAround(text, 7)).toEqual({ from: 5, text: " 余额 " });
    expect(expressionAround(text, 2)).toBeNull();
    expect(expressionAround(text, 13)).toBeNull();
    expect(expressionAround(text, text.length)?.text).toBe(" x");
  });
});

describe("names", () => {
  it("have the types of their step", () => {
    expect(typesAt({ "": { x: null, y: "string" }, turn: { x: "number" } }, "turn")).toEqual({
      x: "number",
      y: "string",
    });
  });

  it("have samples where no call was made", () => {
    const samples = sampleValues({ tries: 2 }, { tries: 3 }, { digits: "string" }, ["digits"]);
    expect(samples).toMatchObject({ tries: 3, digits: "1234", hotline: "4008001234" });
  });

  it("tell their values' types where nothing else does", () => {
    expect(NAMES.find((one) => one.name === "订单号")?.type).toBe("string");
    expect(NAMES.find((one) => one.name === "caller")?.type).toBe("context");
  });
});
