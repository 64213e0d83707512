/** The exits of a step and where each leads. */

import { Select } from "@mantine/core";
import { exitLabel, stepTitle } from "../canvas/cards";
import { addAt, placeForNext } from "../editor/steps";
import { perform, useDocument } from "../editor/store";
import { pathName, useProblemsAt } from "../form/context";
import { Complaints } from "../form/FieldFrame";
import { wire } from "../model/commands";
import { stepsOf, type Step } from "../model/document";
import { exitsOf, wordFor, type NodeType, type StepExit } from "../model/nodeType";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";

interface Props {
  id: string;
  step: Step;
  type: NodeType | undefined;
}

const NEW = "new:";

export function ExitList({ id, step, type }: Props) {
  const { t } = useWords();
  const exits = exitsOf(type, step);
  if (exits.length === 0) return null;
  return (
    <section className="exits" data-path="exits">
      <h3>{t("step.exits")}</h3>
      {exits.map((exit) => (
        <ExitRow key={exit.name} id={id} exit={exit} type={type} />
      ))}
    </section>
  );
}

function ExitRow({ id, exit, type }: { id: string; exit: StepExit; type: NodeType | undefined }) {
  const { t, language } = useWords();
  const types = useCatalog((catalog) => catalog.types);
  const steps = stepsOf(useDocument());
  const problems = useProblemsAt(["exits", exit.name], true);
  const label = exitLabel(exit, type, language);
  const known = Object.entries(steps).map(([one, step]) => ({
    value: one,
    label: stepTitle(one, step, types[step.type], language),
  }));
  const missing = exit.target && !steps[exit.target] ? [{ value: exit.target, label: exit.target }] : [];
  const fresh = Object.values(types).map((one) => ({
    value: NEW + one.type,
    label: wordFor(one, one.type, language),
  }));
  const lead = (target: string | null): void => {
    if (target?.startsWith(NEW)) {
      addAt(target.slice(NEW.length), placeForNext(), { from: id, exit: exit.name });
    } else perform(wire({ from: id, exit: exit.name }, target ?? ""));
  };
  return (
    <div
      className={`exit-row ${exit.system ? "exit-row-system" : ""}`}
      data-path={pathName(["exits", exit.name])}
    >
      <span className="exit-name" title={label}>
        {label}
      </span>
      <Select
        aria-label={t("step.leadsTo", { exit: label })}
        placeholder={t(exit.unknown ? "step.unknownExit" : exit.required ? "card.mustWire" : "card.mayWire")}
        data={[
          { group: t("connect.steps"), items: [...known, ...missing] },
          { group: t("connect.new"), items: fresh },
        ]}
        value={exit.target || null}
        searchable
        clearable
        error={exit.required && !exit.target}
        nothingFoundMessage={t("palette.nothing")}
        onChange={lead}
      />
      <Complaints problems={problems} />
    </div>
  );
}
