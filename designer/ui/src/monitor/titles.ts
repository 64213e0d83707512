/** What people call the steps of flows, read from the drafts of the flows that are seen. */

import { useEffect } from "react";
import { create } from "zustand";
import { api } from "../api/client";
import { stepsOf, titleIn, type Step } from "../model/document";
import { wordFor } from "../model/nodeType";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import type { LiveCall } from "./board";

const useSteps = create<Record<string, Record<string, Step>>>()(() => ({}));

function read(flow: string): void {
  if (!flow || flow in useSteps.getState()) return;
  useSteps.setState({ [flow]: {} });
  // A flow whose draft is gone has steps without titles.
  api.flow(flow).then(
    ({ document }) => useSteps.setState({ [flow]: stepsOf(document) }),
    () => undefined,
  );
}

/** Return the title of the step that a call is at: its own, else the name of its type. */
export function useStepTitle(call: LiveCall): string {
  const { language } = useWords();
  const step = useSteps((steps) => steps[call.step_flow]?.[call.node]);
  const type = useCatalog((catalog) => catalog.types[call.type]);
  useEffect(() => read(call.step_flow), [call.step_flow]);
  return titleIn(step?.["title"], language) || (type ? wordFor(type, call.type, language) : call.node);
}
