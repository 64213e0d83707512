/** What was heard, pressed and done in the test call, in order. */

import { ArrowRight, CircleX, Grid3x3, Mic, PhoneForwarded, PhoneOff, Volume2 } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { stepTitle } from "../canvas/cards";
import { useDocument } from "../editor/store";
import { stepsOf } from "../model/document";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import type { TraceEvent } from "./frames";
import { useTestCall } from "./store";

export function Transcript() {
  const { t } = useWords();
  const events = useTestCall((call) => call.events);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (events.length > 0) void list.current?.lastElementChild?.scrollIntoView({ block: "nearest" });
  }, [events]);
  if (events.length === 0) return null;
  return (
    <section>
      <h3>{t("test.transcript")}</h3>
      <ol className="transcript" ref={list} aria-live="polite">
        {events.map((event, index) => (
          <Line key={index} event={event} />
        ))}
      </ol>
    </section>
  );
}

function Line({ event }: { event: TraceEvent }) {
  const { t, language } = useWords();
  const step = stepsOf(useDocument())[event.node];
  const types = useCatalog((catalog) => catalog.types);
  const text = (name: string): string => String(event[name] ?? "");
  switch (event.event) {
    case "node_entered":
      return (
        <Row kind="step" icon={<ArrowRight size={12} />} at={event.at}>
          {step ? stepTitle(event.node, step, types[step.type], language) : event.node}
        </Row>
      );
    case "prompt_played":
      return (
        <Row kind="heard" icon={<Volume2 size={12} />} at={event.at}>
          {text("text") || text("prompt")}
          {event["cut_by"] === "hangup" ? <em> {t("test.cutByEnd")}</em> : null}
          {event["cut_by"] && event["cut_by"] !== "hangup" ? (
            <em> {t("test.cut", { key: text("cut_by") })}</em>
          ) : null}
        </Row>
      );
    case "digits":
      return (
        <Row kind="pressed" icon={<Grid3x3 size={12} />} at={event.at}>
          {text("digits") ? t("test.pressed", { keys: text("digits") }) : t("test.nothingPressed")}
        </Row>
      );
    case "recorded":
      return (
        <Row kind="heard" icon={<Mic size={12} />} at={event.at}>
          {t("test.recorded", { n: Math.round(Number(event["seconds"]) * 10) / 10 })}
        </Row>
      );
    case "transferred":
      return (
        <Row kind="heard" icon={<PhoneForwarded size={12} />} at={event.at}>
          {t("test.transferred", { target: text("target") })} · {text("outcome")}
        </Row>
      );
    case "error":
      return (
        <Row kind="wrong" icon={<CircleX size={12} />} at={event.at}>
          {t("test.error")} {text("message")}
        </Row>
      );
    case "call_ended":
      return (
        <Row kind="step" icon={<PhoneOff size={12} />} at={event.at}>
          {t("test.over")}
        </Row>
      );
    default:
      return null;
  }
}

function Row({
  kind,
  icon,
  at,
  children,
}: {
  kind: string;
  icon: ReactNode;
  at: number;
  children: ReactNode;
}) {
  return (
    <li className={`line line-${kind}`}>
      <span className="line-icon" aria-hidden>
        {icon}
      </span>
      <span className="line-text">{children}</span>
      <time>{at.toFixed(1)}</time>
    </li>
  );
}
