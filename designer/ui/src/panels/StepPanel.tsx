/** The settings of one step. */

import { ActionIcon, Button, TextInput, Textarea, Tooltip } from "@mantine/core";
import { ChevronRight, Copy, Flag, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { stepTitle } from "../canvas/cards";
import { StepIcon } from "../canvas/icons";
import { duplicateChosen, removeChosen } from "../editor/steps";
import { perform, useDocument, useEditor } from "../editor/store";
import { FormContext, pathName, type FormSetting } from "../form/context";
import { Complaints } from "../form/FieldFrame";
import { SettingField } from "../form/SettingField";
import { setStart } from "../model/commands";
import { isObject, startOf, stepsOf, type Step } from "../model/document";
import { wordFor, type NodeType } from "../model/nodeType";
import type { Field } from "../model/schema";
import { setNote, setSetting, setTitle } from "../model/settings";
import { typeFields } from "../model/summary";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import { ExitList } from "./ExitList";
import { namesOf } from "./names";
import { useSpot } from "./useSpot";

export function StepPanel({ id }: { id: string }) {
  const { t, language } = useWords();
  const document = useDocument();
  const types = useCatalog((catalog) => catalog.types);
  const step = stepsOf(document)[id];
  const type = step && types[step.type];
  const form = useFormSetting(id, type);
  useSpot();
  if (!step) return null;
  return (
    <FormContext value={form}>
      <div className={`stack family-${type?.family ?? "end"}`}>
        <header className="step-head">
          <span className="card-icon">
            <StepIcon icon={type?.icon ?? ""} family={type?.family ?? "end"} />
          </span>
          <h2>{wordFor(type, step.type, language)}</h2>
          <StepTools id={id} />
        </header>
        <p className="muted">
          {type ? wordFor(type, "help", language) : t("step.unknownType", { type: step.type })}
        </p>
        <General />
        <TextInput
          label={t("step.title")}
          placeholder={stepTitle(id, { type: step.type }, type, language)}
          value={ownTitle(step, language)}
          maxLength={80}
          onChange={(event) => perform(setTitle(id, language, event.currentTarget.value))}
        />
        {type && <Settings id={id} step={step} type={type} />}
        <ExitList id={id} step={step} type={type} />
        <Textarea
          label={t("step.note")}
          value={typeof step["note"] === "string" ? step["note"] : ""}
          maxLength={2000}
          onChange={(event) => perform(setNote(id, event.currentTarget.value))}
        />
      </div>
    </FormContext>
  );
}

/** Return the title in exactly this language, so that a field shows what it changes. */
function ownTitle(step: Step, language: string): string {
  const title = step["title"];
  if (typeof title === "string") return title;
  const text = isObject(title) ? title[language] : "";
  return typeof text === "string" ? text : "";
}

function useFormSetting(id: string, type: NodeType | undefined): FormSetting {
  const { language } = useWords();
  const document = useDocument();
  const problems = useEditor((state) => state.problems);
  return useMemo(() => {
    const own = problems.filter((problem) => problem.node === id);
    const rule = type?.exits.find((one) => "per" in one && one.name_key !== "");
    return {
      id,
      labelOf: (name) => wordFor(type, name, language),
      problems: own.map((problem) => ({ path: problem.path.slice(2), problem })),
      exitKey: rule && "per" in rule ? rule.name_key : "",
      names: namesOf(document),
    };
  }, [id, type, language, document, problems]);
}

function StepTools({ id }: { id: string }) {
  const { t } = useWords();
  const isStart = startOf(useDocument()) === id;
  return (
    <span className="step-tools">
      <Tooltip label={t("step.makeStart")}>
        <ActionIcon aria-label={t("step.makeStart")} disabled={isStart} onClick={() => perform(setStart(id))}>
          <Flag size={14} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t("step.duplicate")}>
        <ActionIcon aria-label={t("step.duplicate")} onClick={duplicateChosen}>
          <Copy size={14} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t("step.remove")}>
        <ActionIcon aria-label={t("step.remove")} onClick={removeChosen}>
          <Trash2 size={14} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}

/** Problems of the step as a whole, which no field shows. */
function General() {
  const step = useEditor((state) => state.selected[0] ?? "");
  const problems = useEditor((state) => state.problems);
  const own = problems.filter((problem) => problem.node === step && problem.path.length <= 2);
  return own.length ? (
    <div className="general" data-path={pathName([])}>
      <Complaints problems={own} />
    </div>
  ) : null;
}

function Settings({ id, step, type }: { id: string; step: Step; type: NodeType }) {
  const { t } = useWords();
  const fields = typeFields(type).filter((field) => field.kind !== "table_part");
  const [open, setOpen] = useState(false);
  const spot = useEditor((state) => state.spot);
  const isPlain = (field: Field): boolean => field.required || type.card.includes(field.name);
  const more = fields.filter((field) => !isPlain(field));
  const unfolded = open || more.some((field) => field.name === spot?.path[2]);
  const show = (field: Field) => (
    <SettingField
      key={field.name}
      field={field}
      path={[field.name]}
      value={step[field.name]}
      onChange={(value) => perform(setSetting(id, type, field.name, value))}
    />
  );
  return (
    <>
      {fields.filter(isPlain).map(show)}
      {more.length > 0 && (
        <Button
          variant="subtle"
          color="gray"
          className="fold"
          aria-expanded={unfolded}
          leftSection={<ChevronRight size={14} />}
          onClick={() => setOpen(!unfolded)}
        >
          {t("step.more", { n: more.length })}
        </Button>
      )}
      {unfolded && more.map(show)}
    </>
  );
}
