import { describe, expect, it } from "vitest";
import { idFromTitle } from "../home/NewFlow";
import { namesOf } from "../panels/names";
import { valueOf } from "../model/values";
import { withKeyRenamed } from "./KeymapField";
import { newPromptName } from "./PromptField";

describe("names", () => {
  it("of files come from Latin titles, or are counted", () => {
    expect(idFromTitle("Service hotline!", [])).toBe("service-hotline");
    expect(idFromTitle("Service hotline", ["service-hotline"])).toBe("service-hotline-2");
    expect(idFromTitle("客服热线", ["flow-1"])).toBe("flow-2");
    expect(idFromTitle("../../etc", [])).toBe("etc");
  });

  it("of prompts come from the step", () => {
    expect(newPromptName("menu-1", [])).toBe("menu-1");
    expect(newPromptName("menu-1", ["menu-1", "menu-1-2"])).toBe("menu-1-3");
  });

  it("for expressions are what the flow sets", () => {
    const document = {
      variables: { tries: 0 },
      nodes: { a: { type: "collect", variable: "order" }, b: { type: "x", rows: [{ variable: "z" }] } },
    };
    expect(namesOf(document).slice(0, 3)).toEqual(["tries", "order", "z"]);
  });
});

describe("typed values", () => {
  it("mean what the flow files read", () => {
    expect(["0", "-1.5", "true", "", "off", "0123", "22:00"].map(valueOf)).toEqual([
      0,
      -1.5,
      true,
      null,
      "off",
      "0123",
      "22:00",
    ]);
  });

  it("keep a key's caption when the key changes", () => {
    expect(withKeyRenamed({ "1": "a", "2": "b" }, "2", "7")).toEqual({ "1": "a", "7": "b" });
  });
});
