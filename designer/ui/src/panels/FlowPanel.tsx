/** The settings of the flow itself, shown when no step is chosen. */

import { NumberInput, Select, TextInput } from "@mantine/core";
import { stepTitle } from "../canvas/cards";
import { perform, useDocument, useEditor } from "../editor/store";
import { Complaints } from "../form/FieldFrame";
import { setFlow, setStart } from "../model/commands";
import { isObject, languageOf, startOf, stepsOf } from "../model/document";
import { setFlowTitle } from "../model/settings";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import { FlowTypes } from "./FlowTypes";
import { FlowVariables } from "./FlowVariables";
import { useSpot } from "./useSpot";

export function FlowPanel() {
  const { t } = useWords();
  const document = useDocument();
  useSpot();
  return (
    <div className="stack">
      <h2>{t("flow.settings")}</h2>
      <FlowProblems />
      <FlowTitle language="zh-CN" label={t("flow.titleZh")} />
      <FlowTitle language="en" label={t("flow.titleEn")} />
      <Select
        label={t("flow.language")}
        data={[
          { value: "zh-CN", label: t("language.zh") },
          { value: "en", label: t("language.en") },
        ]}
        value={languageOf(document)}
        allowDeselect={false}
        onChange={(chosen) => perform(setFlow("language", chosen ?? undefined))}
      />
      <StepChoice name="start" label={t("flow.start")} />
      <StepChoice name="on_error" label={t("flow.onError")} />
      <StepChoice name="on_hangup" label={t("flow.onHangup")} />
      <LongestCall />
      <FlowVariables />
      <FlowTypes of="inputs" />
      <FlowTypes of="outputs" />
    </div>
  );
}

function FlowProblems() {
  const problems = useEditor((state) => state.problems);
  const own = problems.filter((problem) => problem.node === null);
  return own.length ? (
    <div className="general">
      <Complaints problems={own} />
    </div>
  ) : null;
}

function FlowTitle({ language, label }: { language: string; label: string }) {
  const document = useDocument();
  const title = document["title"];
  const plain = typeof title === "string" && languageOf(document) === language ? title : "";
  const text = isObject(title) ? title[language] : plain;
  return (
    <div data-path="title">
      <TextInput
        lang={language}
        label={label}
        value={typeof text === "string" ? text : ""}
        maxLength={80}
        onChange={(event) => perform(setFlowTitle(language, event.currentTarget.value))}
      />
    </div>
  );
}

function StepChoice({ name, label }: { name: string; label: string }) {
  const { t, language } = useWords();
  const document = useDocument();
  const types = useCatalog((catalog) => catalog.types);
  const data = Object.entries(stepsOf(document)).map(([id, step]) => ({
    value: id,
    label: stepTitle(id, step, types[step.type], language),
  }));
  const value = name === "start" ? startOf(document) : document[name];
  return (
    <div data-path={name}>
      <Select
        label={label}
        placeholder={t("flow.none")}
        data={data}
        value={typeof value === "string" ? value : null}
        searchable
        clearable={name !== "start"}
        nothingFoundMessage={t("palette.nothing")}
        onChange={(chosen) => {
          if (name === "start") perform(setStart(chosen ?? ""));
          else perform(setFlow(name, chosen ?? undefined));
        }}
      />
    </div>
  );
}

function LongestCall() {
  const { t } = useWords();
  const value = useDocument()["max_call_seconds"];
  return (
    <div data-path="max_call_seconds">
      <NumberInput
        label={t("flow.longest")}
        placeholder={t("flow.none")}
        value={typeof value === "number" ? value : ""}
        min={1}
        allowDecimal={false}
        suffix={` ${t("unit.s")}`}
        onChange={(typed) =>
          perform(setFlow("max_call_seconds", typeof typed === "number" ? typed : undefined))
        }
      />
    </div>
  );
}
