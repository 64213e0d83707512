/** The names that expressions of a flow may use. */

import { isObject, stepsOf, type FlowDocument, type Json } from "../model/document";

const BUILT_IN = ["caller", "caller.number", "hotline", "language", "call.id"];

/** Return the flow's variables and inputs, and what its steps fill. */
export function namesOf(document: FlowDocument): string[] {
  const names = new Set<string>();
  for (const key of ["variables", "inputs", "outputs"]) {
    const map = document[key];
    if (isObject(map)) for (const name of Object.keys(map)) names.add(name);
  }
  for (const step of Object.values(stepsOf(document))) collectVariables(step, names);
  return [...names, ...BUILT_IN];
}

function collectVariables(value: Json, names: Set<string>): void {
  if (Array.isArray(value)) value.forEach((item) => collectVariables(item, names));
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === "variable" && typeof item === "string" && item) names.add(item);
    else collectVariables(item, names);
  }
}
