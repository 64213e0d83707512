import { describe, expect, it } from "vitest";
import type { Prompt } from "../api/types";
import { flowsOf, kindOf, languagesOf, missing, wanted } from "./filters";

const said = (text: string, recording = false) => ({
  text,
  recording,
  earlier: false,
  seconds: recording ? 2 : null,
});
const prompt = (name: string, languages: Prompt["languages"], note = "", number = ""): Prompt => ({
  name,
  note,
  number,
  languages,
  used_by: note ? ["hotline"] : [],
});

const PROMPTS = [
  prompt("welcome", { "zh-CN": said("您好"), en: said("Hello there", true) }, "First words", "101"),
  prompt("节日", { "zh-CN": said("节日快乐", true) }),
  prompt("allo", { fr: said("Bonjour") }),
];
const names = (wish: Partial<Parameters<typeof wanted>[1]>): string[] =>
  wanted(PROMPTS, { search: "", show: "all", language: "", flow: "", ...wish }).map((one) => one.name);

describe("the prompts that are shown", () => {
  it("are all at first", () => expect(names({})).toEqual(["welcome", "节日", "allo"]));
  it("are searched by name, note and text", () => {
    expect(names({ search: "FIRST" })).toEqual(["welcome"]);
    expect(names({ search: "快乐" })).toEqual(["节日"]);
    expect(names({ search: "hello  first" })).toEqual(["welcome"]);
    expect(names({ search: "hello 快乐" })).toEqual([]);
  });
  it("are found by the number under which they are recorded by telephone", () =>
    expect(names({ search: "101" })).toEqual(["welcome"]));
  it("are chosen by the flow that plays them", () => {
    expect(flowsOf(PROMPTS)).toEqual(["hotline"]);
    expect(names({ flow: "hotline" })).toEqual(["welcome"]);
    expect(names({ flow: "hotline", show: "missing" })).toEqual(["welcome"]);
    expect(names({ flow: "hotline", show: "missing", language: "en" })).toEqual([]);
  });
  it("are chosen by how they are heard", () => {
    expect(names({ show: "recorded" })).toEqual(["welcome", "节日"]);
    expect(names({ show: "recorded", language: "en" })).toEqual(["welcome"]);
    expect(names({ show: "spoken", language: "zh-CN" })).toEqual(["welcome"]);
    expect(names({ show: "missing", language: "en" })).toEqual(["节日", "allo"]);
  });
});

describe("languages", () => {
  it("are Chinese, English, and what else there is", () => {
    expect(languagesOf(PROMPTS)).toEqual(["zh-CN", "en", "fr"]);
    expect(languagesOf([])).toEqual(["zh-CN", "en"]);
  });
  it("that are missing are counted", () => {
    expect(missing(PROMPTS)).toEqual([
      { language: "zh-CN", count: 1 },
      { language: "en", count: 2 },
      { language: "fr", count: 2 },
    ]);
  });
  it("are not missed by the pieces of spoken values, which belong to one language", () => {
    const pieces = [prompt("say 一", { "zh-CN": said("一") })];
    expect(missing(pieces)).toEqual([]);
    expect(wanted(pieces, { search: "", show: "missing", language: "en", flow: "" })).toEqual([]);
  });
  it("are recorded, spoken or missing", () => {
    expect(PROMPTS.map((one) => kindOf(one, "en"))).toEqual(["recorded", "missing", "missing"]);
  });
});
