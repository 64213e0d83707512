/** Step types and a flow for the tests of the model. */

import type { FlowDocument } from "./document";
import type { NodeType, NodeTypes } from "./nodeType";

const PROMPTS = { type: "array", format: "prompts", items: { type: "string" } };
const ERROR = { name: "error", system: true, required: false };

function made(type: string, more: Partial<NodeType>): NodeType {
  return {
    type,
    family: "prompts",
    icon: "",
    doc: "",
    exits: [ERROR],
    labels: { en: {}, "zh-CN": {} },
    card: [],
    needs_caller: true,
    schema: { type: "object", properties: {} },
    ...more,
  };
}

export const TYPES: NodeTypes = {
  play: made("play", {
    exits: [{ name: "done", system: false, required: true }, ERROR],
    labels: { en: { play: "Play", done: "Played" }, "zh-CN": { play: "播放" } },
    card: ["prompts"],
    schema: { type: "object", properties: { prompts: PROMPTS }, required: ["prompts"] },
  }),
  menu: made("menu", {
    exits: [{ per: "keys", name_key: "" }, { name: "no_input", system: false, required: true }, ERROR],
    card: ["prompts", "keys", "timeout"],
    schema: {
      type: "object",
      properties: {
        prompts: PROMPTS,
        keys: { type: "object", patternProperties: { "^[0-9*#A-D]$": { type: "string" } } },
        timeout: { type: "number", format: "seconds", default: 5 },
      },
      required: ["prompts", "keys"],
    },
  }),
  branch: made("branch", {
    exits: [{ per: "cases", name_key: "exit" }, { name: "otherwise", system: false, required: true }, ERROR],
    card: ["cases"],
    schema: {
      type: "object",
      $defs: {
        Case: {
          type: "object",
          properties: { when: { type: "string", format: "feel" }, exit: { type: "string", maxLength: 80 } },
          required: ["when", "exit"],
        },
      },
      properties: {
        cases: { type: "array", items: { $ref: "#/$defs/Case" } },
        note_key: { anyOf: [{ type: "string", format: "key" }, { type: "null" }], default: "#" },
        kind: { enum: ["digits", "number"], default: "digits" },
      },
      required: ["cases"],
    },
  }),
  hang_up: made("hang_up", { family: "end" }),
};

export const FLOW: FlowDocument = {
  dialoom: 1,
  flow: "service",
  language: "zh-CN",
  start: "welcome",
  nodes: {
    welcome: { type: "play", prompts: ["welcome"], exits: { done: "main-menu" } },
    "main-menu": {
      type: "menu",
      title: { "zh-CN": "主菜单" },
      prompts: ["main"],
      keys: { "1": "订单", "2": "售后", "0": "人工" },
      exits: { "1": "is-vip", "2": "bye", "0": "bye", no_input: "main-menu" },
    },
    "is-vip": {
      type: "branch",
      cases: [
        { when: "a = 1", exit: "vip" },
        { when: "b = 1", exit: "gold" },
      ],
      exits: { vip: "bye", gold: "bye", otherwise: "bye" },
    },
    bye: { type: "hang_up" },
  },
  layout: { welcome: [80, 120], "main-menu": [384, 120] },
};
