/** The parts that a FEEL editor is made of: colours, completion, keys, and marks of what is wrong. */

import {
  autocompletion,
  closeCompletion,
  completionKeymap,
  completionStatus,
  type Completion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, MatchDecorator, ViewPlugin, keymap, placeholder } from "@codemirror/view";
import { expressionLanguage, unaryTestsLanguage } from "@bpmn-io/lang-feel";
import { classHighlighter } from "@lezer/highlight";
import type { FeelFinding, FeelFunction, FeelKind, Words } from "../api/types";
import { expressionAround, offersAt, type Offer } from "./complete";
import type { FeelName } from "./names";

/** What completion and marks look up when they are needed; it changes while the editor stays. */
export interface Surroundings {
  names: readonly FeelName[];
  functions: readonly FeelFunction[];
  say: (words: Words) => string;
  /** Return a value's type and last value for people. */
  describe: (name: FeelName) => string;
  onChange: (text: string) => void;
}

export interface Frame {
  kind: FeelKind;
  label: string;
  hint: string;
}

/** Make an editor in this place; `around` is asked anew each time. */
export function openEditor(
  parent: HTMLElement,
  text: string,
  frame: Frame,
  around: () => Surroundings,
): EditorView {
  const extensions = [
    ...languageOf(frame.kind),
    history(),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": frame.label, spellcheck: "false" }),
    placeholder(frame.hint),
    completion(frame.kind, around),
    keymap.of([
      ...completionKeymap.filter((binding) => binding.key !== "Escape"),
      { key: "Escape", run: closeList },
      ...(frame.kind === "template" ? [] : [{ key: "Enter", run: () => true }]),
      ...historyKeymap,
      ...defaultKeymap.filter((binding) => binding.key !== "Escape"),
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) around().onChange(update.state.doc.toString());
    }),
  ];
  return new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
}

/** Escape closes a list that is seen; one that is only on its way must not keep anybody in the field. */
function closeList(view: EditorView): boolean {
  const isSeen = completionStatus(view.state) === "active";
  closeCompletion(view);
  return isSeen;
}

/** Put another text in; the cursor stays where it was as far as the text reaches. */
export function replaceText(view: EditorView, text: string): void {
  const { anchor } = view.state.selection.main;
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    selection: { anchor: Math.min(anchor, text.length) },
  });
}

/** Underline what is wrong. */
export function markFindings(
  view: EditorView,
  findings: readonly FeelFinding[],
  say: (words: Words) => string,
): void {
  const length = view.state.doc.length;
  const marks = findings.flatMap(({ span, severity, message }): Diagnostic[] => {
    if (!span) return [];
    const to = Math.min(Math.max(span[1], span[0] + 1), length);
    return [{ from: Math.min(span[0], Math.max(to - 1, 0)), to, severity, message: say(message) }];
  });
  view.dispatch(setDiagnostics(view.state, marks));
}

function languageOf(kind: FeelKind): Extension[] {
  if (kind === "template") return [BRACES];
  const language = kind === "tests" ? unaryTestsLanguage : expressionLanguage;
  return [language, syntaxHighlighting(classHighlighter)];
}

const braces = new MatchDecorator({
  regexp: /\{\{(?:(?!\}\}).)*\}\}/gs,
  decoration: Decoration.mark({ class: "feel-part" }),
});
const BRACES = ViewPlugin.define(
  (view) => ({
    marks: braces.createDeco(view),
    update(update) {
      this.marks = braces.updateDeco(update, this.marks);
    },
  }),
  { decorations: (plugin) => plugin.marks },
);

function completion(kind: FeelKind, around: () => Surroundings): Extension {
  return autocompletion({
    icons: false,
    defaultKeymap: false,
    closeOnBlur: true,
    override: [
      ({ state, pos, explicit }) => {
        const whole = state.doc.toString();
        const part = kind === "template" ? expressionAround(whole, pos) : { from: 0, text: whole };
        if (!part) return null;
        const { names, functions } = around();
        const found = offersAt(part.text, pos - part.from, names, functions, explicit);
        if (!found) return null;
        const options = found.offers.map((offer) => completionOf(offer, around));
        return { from: part.from + found.from, options, filter: false };
      },
    ],
  });
}

function completionOf(offer: Offer, around: () => Surroundings): Completion {
  const { name, help } = offer;
  return {
    label: offer.label,
    apply: offer.insert,
    type: offer.kind,
    detail: name ? around().describe(name) : help ? signatureOf(help) : "",
    ...(help && { info: () => helpOf(help, around().say) }),
  };
}

function signatureOf(help: FeelFunction): string {
  const [first = []] = help.signatures;
  const names = first.map(({ name, optional }) => (optional ? `[${name}]` : name));
  return `(${names.join(", ")})`;
}

/** A function's sentence and examples, as the panel beside the list shows them. */
function helpOf(help: FeelFunction, say: (words: Words) => string): HTMLElement {
  const panel = document.createElement("div");
  const sentence = panel.appendChild(document.createElement("p"));
  sentence.textContent = say(help.help);
  for (const example of help.examples) {
    const line = panel.appendChild(document.createElement("code"));
    line.textContent = example;
  }
  return panel;
}
