import { beforeEach, describe, expect, it } from "vitest";
import {
  forgetSamples,
  samplesOf,
  setClock,
  setSample,
  typedValue,
  usedNames,
  usesClock,
  useSamples,
  valueAt,
  withSamples,
} from "./samples";

const name = (text: string, type: string | null = null) => ({ name: text, type, value: undefined });

describe("sample values", () => {
  beforeEach(() => forgetSamples(""));

  it("belong to one flow", () => {
    setSample("desk", "level", "VIP");
    setClock("desk", "2026-11-02T10:30");
    expect(samplesOf(useSamples.getState(), "desk")).toMatchObject({
      values: { level: "VIP" },
      at: "2026-11-02T10:30",
    });
    expect(samplesOf(useSamples.getState(), "other").values).toEqual({});
    setSample("other", "level", "gold");
    expect(useSamples.getState()).toEqual({ flow: "other", values: { level: "gold" }, at: "" });
  });

  it("reach into groups and leave the rest as it is", () => {
    const values = { caller: { number: "1", name: "A" }, level: null };
    const chosen = withSamples(values, { "caller.number": "2", level: "VIP", "order.state": "new" });
    expect(chosen).toEqual({ caller: { number: "2", name: "A" }, level: "VIP", order: { state: "new" } });
    expect(values.caller.number).toBe("1");
    expect(valueAt(chosen, "caller.number")).toBe("2");
    expect(valueAt(chosen, "caller.number.x")).toBeUndefined();
  });
});

describe("the names to choose values for", () => {
  it("are those that the texts use, whole and outside quotes", () => {
    const names = [name("level"), name("caller.number"), name("caller", "context"), name("members", "list")];
    const texts = ['level = "caller.number" and members[1] != null', "levels > 1"];
    expect(usedNames(texts, names).map((one) => one.name)).toEqual(["level"]);
    expect(usedNames(["caller.number"], names).map((one) => one.name)).toEqual(["caller.number"]);
    expect(usedNames(["客户等级 > 1"], [name("客户等级"), name("等级")])).toEqual([name("客户等级")]);
  });

  it("may be the clock", () => {
    expect(usesClock(["level", "now().hour"])).toBe(true);
    expect(usesClock(["unknown", "nowhere"])).toBe(false);
  });
});

describe("what is typed", () => {
  it("is a value of the known type", () => {
    expect(typedValue("0123", "string")).toBe("0123");
    expect(typedValue("", "string")).toBe("");
    expect(typedValue("12.5", "number")).toBe(12.5);
    expect(typedValue("true", "boolean")).toBe(true);
  });

  it("is what it looks like where no type is known; digits with a zero in front stay text", () => {
    expect(typedValue("12", null)).toBe(12);
    expect(typedValue("0123", null)).toBe("0123");
    expect(typedValue("否", null)).toBe(false);
    expect(typedValue("", null)).toBeNull();
    expect(typedValue("VIP", null)).toBe("VIP");
  });
});
