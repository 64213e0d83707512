/** What every field of a form needs to know of the form it stands in. */

import { createContext, useContext } from "react";
import type { Problem } from "../api/types";

export type Path = readonly (string | number)[];

export interface FormSetting {
  /** The step that the form is of. */
  id: string;
  labelOf: (name: string) => string;
  /** Problems by path below the step. */
  problems: readonly { path: Path; problem: Problem }[];
  /** The key of list rows that names an exit; such names are taken over when the field is left. */
  exitKey: string;
  /** Names that expressions of this flow may use. */
  names: readonly string[];
}

export const FormContext = createContext<FormSetting>({
  id: "",
  labelOf: (name) => name,
  problems: [],
  exitKey: "",
  names: [],
});

export function useForm(): FormSetting {
  return useContext(FormContext);
}

function startsWith(path: Path, prefix: Path): boolean {
  return prefix.length <= path.length && prefix.every((part, index) => String(part) === String(path[index]));
}

/** Return the problems of exactly this place, and with `deep` also of what lies in it. */
export function useProblemsAt(path: Path, deep: boolean): Problem[] {
  const { problems } = useForm();
  return problems
    .filter((one) => startsWith(one.path, path) && (deep || one.path.length === path.length))
    .map((one) => one.problem);
}

export function pathName(path: Path): string {
  return path.join("/");
}
