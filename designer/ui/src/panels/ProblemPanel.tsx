/** Everything that is wrong with the flow; a click leads to the place. */

import { useReactFlow } from "@xyflow/react";
import { CircleCheck } from "lucide-react";
import type { Problem } from "../api/types";
import { stepTitle } from "../canvas/cards";
import { useDocument, useEditor } from "../editor/store";
import { stepsOf } from "../model/document";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";

export function ProblemPanel() {
  const { t } = useWords();
  const problems = useEditor((state) => state.problems);
  if (problems.length === 0) {
    return (
      <div className="all-well">
        <CircleCheck size={20} aria-hidden />
        <p>{t("problems.none")}</p>
      </div>
    );
  }
  const errorsFirst = problems.toSorted((one, other) => one.severity.localeCompare(other.severity));
  return (
    <>
      <h2>{t("bar.problems", { n: problems.length })}</h2>
      <p className="muted">{t("problems.help")}</p>
      <ProblemList problems={errorsFirst} />
    </>
  );
}

export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  const { t, say, language } = useWords();
  const steps = stepsOf(useDocument());
  const types = useCatalog((catalog) => catalog.types);
  const lead = useLead();
  return (
    <ul className="problem-list">
      {problems.map((problem, index) => {
        const step = problem.node === null ? undefined : steps[problem.node];
        return (
          <li key={index}>
            <button type="button" onClick={() => lead(problem)}>
              <span
                className={`badge badge-${problem.severity}`}
                aria-label={t(`problems.${problem.severity}`)}
              >
                {problem.severity === "error" ? "✕" : "!"}
              </span>
              <span>
                <strong>
                  {step && problem.node !== null
                    ? stepTitle(problem.node, step, types[step.type], language)
                    : t("conflict.flow")}
                </strong>
                {say(problem.message)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Go to the place of a problem: pan to the step, choose it, open the field. */
function useLead(): (problem: Problem) => void {
  const { fitView } = useReactFlow();
  return ({ node, path }) => {
    useEditor.setState({ selected: node ? [node] : [], wires: [], panel: "settings", spot: { path } });
    if (node) void fitView({ nodes: [{ id: node }], maxZoom: 1, duration: 160 });
  };
}
