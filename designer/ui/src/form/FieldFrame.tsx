/** A field's label, its control, and what is wrong with it. */

import type { ReactNode } from "react";
import { useWords } from "../words/words";
import { pathName, useProblemsAt, type Path } from "./context";

interface Props {
  label: string;
  path: Path;
  /** Show the problems of what lies within, too. */
  deep?: boolean;
  /** Show problems at places inside a text; its editor may do so itself. */
  spans?: boolean;
  children: ReactNode;
}

export function FieldFrame({ label, path, deep = true, spans = true, children }: Props) {
  const problems = useProblemsAt(path, deep).filter((problem) => spans || problem.span === null);
  return (
    <div className={`field ${problems.length ? "field-wrong" : ""}`} data-path={pathName(path)}>
      {label && <span className="field-label">{label}</span>}
      {children}
      <Complaints problems={problems} />
    </div>
  );
}

export function Complaints({ problems }: { problems: ReturnType<typeof useProblemsAt> }) {
  const { say } = useWords();
  return problems.map((problem) => (
    <span key={problem.code + problem.path.join("/")} className={`complaint complaint-${problem.severity}`}>
      {problem.severity === "error" ? "✕" : "!"} {say(problem.message)}
    </span>
  ));
}
