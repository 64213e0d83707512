/** What is wrong with a decision table: gaps, overlaps, hidden rows and faults of cells. */

import { useMemo } from "react";
import type { Problem } from "../api/types";
import { useEditor } from "../editor/store";
import { useWords } from "../words/words";

/** A problem with its path below the step. */
export interface TableProblem {
  path: (string | number)[];
  problem: Problem;
}

const PARTS: readonly (string | number)[] = ["rows", "inputs", "outputs", "hit_policy"];

export function useTableProblems(id: string): TableProblem[] {
  const problems = useEditor((state) => state.problems);
  return useMemo(
    () =>
      problems
        .filter(({ node, path }) => node === id && (path.length <= 2 || PARTS.includes(path[2] ?? "")))
        .map((problem) => ({ path: problem.path.slice(2), problem })),
    [problems, id],
  );
}

/** Return the problems at a place and below. */
export function problemsIn(
  problems: readonly TableProblem[],
  place: readonly (string | number)[],
): TableProblem[] {
  return problems.filter(({ path }) => place.every((part, at) => String(path[at]) === String(part)));
}

export function TableProblems({ problems }: { problems: readonly TableProblem[] }) {
  const { t, say } = useWords();
  const shown = problems.filter(({ problem }) => problem.span === null);
  if (problems.length === 0) return <p className="muted table-problems">{t("table.sound")}</p>;
  return (
    <ul className="table-problems" aria-live="polite">
      {shown.map(({ problem }) => (
        <li key={say(problem.message)} className={`complaint complaint-${problem.severity}`}>
          {problem.severity === "error" ? "✕" : "!"} {say(problem.message)}
        </li>
      ))}
    </ul>
  );
}
