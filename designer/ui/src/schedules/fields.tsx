/** The small controls that the schedule pages share: a flow, hours of a day, dates, a name. */

import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import { DAY, clock, minutesOf, spanOf, type Span } from "./spans";

/** Return what people call a flow. */
export function useFlowTitle(): (id: string) => string {
  const { say } = useWords();
  const flows = useCatalog((catalog) => catalog.flows);
  return (id) => {
    const flow = flows.find((one) => one.id === id);
    return (flow && say(flow.title)) || id;
  };
}

interface FlowProps {
  label: string;
  value: string;
  /** What it means when no flow is chosen; without it one must be. */
  none?: string;
  bare?: boolean;
  onChange: (flow: string) => void;
}

export function FlowSelect({ label, value, none, bare = false, onChange }: FlowProps) {
  const { t, say } = useWords();
  const flows = useCatalog((catalog) => catalog.flows);
  const data = flows.map((flow) => ({ value: flow.id, label: say(flow.title) || flow.id }));
  if (value && !flows.some((flow) => flow.id === value)) data.push({ value, label: value });
  return (
    <Select
      {...(bare ? { "aria-label": label } : { label })}
      searchable
      clearable={none !== undefined}
      allowDeselect={false}
      placeholder={none ?? t("flow.choose")}
      nothingFoundMessage={t("palette.nothing")}
      data={data}
      value={value || null}
      onChange={(chosen) => onChange(chosen ?? "")}
    />
  );
}

export function DateField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (day: string) => void;
}) {
  return (
    <TextInput
      type="date"
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** One span of a day: from, to, and where wanted its flow. */
export function SpanFields({ span, onChange }: { span: Span; onChange: (span: Span) => void }) {
  const { t } = useWords();
  const set = (start: string, end: string): void => {
    const [from, to] = [minutesOf(start), minutesOf(end)];
    if (from === null || to === null || from === to) return;
    onChange(spanOf(from, to === 0 ? DAY : to, span.flow));
  };
  const [start, end] = [clock(span.start), clock(span.end)];
  return (
    <div className="span-fields">
      <TextInput
        type="time"
        aria-label={t("hours.from")}
        value={start}
        onChange={(event) => set(event.currentTarget.value, end)}
      />
      <span aria-hidden>–</span>
      <TextInput
        type="time"
        aria-label={t("hours.to")}
        value={end === "24:00" ? "00:00" : end}
        onChange={(event) => set(start, event.currentTarget.value)}
      />
      {span.end > DAY && <small className="next-day">{t("hours.nextDay")}</small>}
    </div>
  );
}

interface HoursProps {
  label: string;
  /** What no hours at all mean. */
  none: string;
  spans: readonly Span[];
  onChange: (spans: Span[]) => void;
}

export function HoursField({ label, none, spans, onChange }: HoursProps) {
  const { t } = useWords();
  return (
    <div className="field">
      <span className="field-label">{label}</span>
      {spans.length === 0 && <span className="muted">{none}</span>}
      {spans.map((span, index) => (
        <div key={index} className="hours-row">
          <SpanFields span={span} onChange={(next) => onChange(spans.toSpliced(index, 1, next))} />
          <ActionIcon aria-label={t("hours.remove")} onClick={() => onChange(spans.toSpliced(index, 1))}>
            <X size={14} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-xs"
        className="start"
        leftSection={<Plus size={12} />}
        onClick={() => onChange([...spans, nextSpan(spans)])}
      >
        {t("hours.add")}
      </Button>
    </div>
  );
}

function nextSpan(spans: readonly Span[]): Span {
  const last = spans.at(-1);
  const start = last && last.end < DAY - 120 ? last.end + 60 : 540;
  return spanOf(start, Math.min(DAY, start + (last ? 120 : 540)));
}

/** A titled box of the page. */
export function Box({ title, tools, children }: { title: string; tools?: ReactNode; children: ReactNode }) {
  return (
    <section className="box" aria-label={title}>
      <div className="box-head">
        <h2>{title}</h2>
        <span className="grow" />
        {tools}
      </div>
      {children}
    </section>
  );
}
