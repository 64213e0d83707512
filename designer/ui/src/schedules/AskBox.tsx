/** The question box: what answers a number at a moment, by which rule, until when, and what would without that rule. */

import { Button, Select, SegmentedControl, TextInput } from "@mantine/core";
import { PhoneCall } from "lucide-react";
import { useEffect, useState, type FormEvent } from "react";
import { ApiError } from "../api/client";
import { scheduleApi, type Answer, type Asked, type HotlineRow, type ScheduleRow } from "../api/schedules";
import { tellError } from "../shell/notices";
import { goTo } from "../shell/route";
import { useWords } from "../words/words";
import { localText, sayMoment } from "./dates";
import { Box, useFlowTitle } from "./fields";
import { sayOpens, sayRule, sayState } from "./say";

interface Props {
  schedules: readonly ScheduleRow[];
  /** Ask about this schedule alone. */
  only?: string;
  /** A wall time to begin with, as 2026-11-11T10:00. */
  at?: string;
}

/** Return the moment of a wall time of the schedule's zone, whose offset the answer shows. */
function momentOf(when: string, answer: Answer): Date {
  const offset = /([+-]\d\d:\d\d)$/.exec(answer.from ?? answer.until ?? "")?.[1] ?? "";
  return new Date(`${when}${offset}`);
}

export function AskBox({ schedules, only, at }: Props) {
  const { t, say } = useWords();
  const [hotlines, setHotlines] = useState<HotlineRow[]>([]);
  const [who, setWho] = useState<string | null>(null);
  const [when, setWhen] = useState(() => at || localText(new Date()));
  const [live, setLive] = useState(only === undefined ? "live" : "draft");
  const [asked, setAsked] = useState<Asked | null>(null);
  const [refused, setRefused] = useState<ApiError | null>(null);
  useEffect(() => {
    if (only === undefined) scheduleApi.hotlines().then(setHotlines).catch(tellError);
  }, [only]);
  useEffect(() => {
    if (at) setWhen(at);
  }, [at]);
  const choices = [
    ...hotlines.map((row) => ({ value: `number:${row.number}`, label: `${row.number} ${say(row.title)}` })),
    ...schedules.map((row) => ({ value: `id:${row.id}`, label: say(row.title) || row.id })),
  ];
  const chosen = only === undefined ? (who ?? choices[0]?.value ?? "") : `id:${only}`;
  const ask = (which: string): void => {
    setLive(which);
    setRefused(null);
    const [kind, ...rest] = chosen.split(":");
    const name = rest.join(":");
    scheduleApi
      .ask(kind === "number" ? { number: name } : { id: name }, when, which === "live")
      .then(setAsked)
      .catch((error: unknown) => {
        setAsked(null);
        if (error instanceof ApiError) setRefused(error);
        else tellError(error);
      });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    ask(live);
  };
  return (
    <Box title={t("ask.title")}>
      <form className="stack" onSubmit={submit}>
        {only === undefined && (
          <Select
            label={t("ask.who")}
            searchable
            allowDeselect={false}
            data={choices}
            value={chosen || null}
            onChange={setWho}
          />
        )}
        <TextInput
          type="datetime-local"
          label={t("ask.when")}
          value={when}
          onChange={(event) => setWhen(event.currentTarget.value)}
        />
        <SegmentedControl
          size="xs"
          aria-label={t("ask.which")}
          data={[
            { value: "live", label: t("ask.live") },
            { value: "draft", label: t("ask.draft") },
          ]}
          value={live}
          onChange={setLive}
        />
        <Button type="submit" disabled={!chosen || !when}>
          {t("ask.do")}
        </Button>
      </form>
      {refused && (
        <div className="complaint complaint-warning" role="alert">
          <p>! {say(refused.words)}</p>
          {refused.code === "not_published" && (
            <Button size="compact-xs" variant="default" onClick={() => ask("draft")}>
              {t("ask.askDraft")}
            </Button>
          )}
        </div>
      )}
      {asked && <Result asked={asked} when={when} />}
    </Box>
  );
}

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function Result({ asked, when }: { asked: Asked; when: string }) {
  const speech = useWords();
  const { t, say, language } = speech;
  const title = useFlowTitle();
  const { answer, without } = asked;
  return (
    <div className="answer" role="status">
      <p className="answer-when">
        {sayMoment(when, language)}
        {asked.timezone && asked.timezone !== ownZone() && ` (${asked.timezone})`}
      </p>
      <p className={`answer-flow answer-${answer.layer}`}>
        <span className={`state state-${answer.state}`}>{sayState(answer, speech)}</span>
        <strong>{say(asked.flow_title) || title(answer.flow)}</strong>
      </p>
      <p>{say(asked.why) || sayRule(answer, speech)}</p>
      {answer.opens && <p>{sayOpens(answer.opens, speech)}</p>}
      {without && (
        <p className="muted">
          {t("ask.without", {
            state: sayState(without, speech),
            flow: title(without.flow),
            rule: sayRule(without, speech),
          })}
        </p>
      )}
      {asked.layers.length > 1 && (
        <ol className="layers" aria-label={t("ask.layers")}>
          {asked.layers.map((layer, index) => (
            <li key={index} className={layer.wins ? "wins" : ""}>
              <span>{sayRule(layer, speech)}</span>
              <span>{title(layer.flow)}</span>
              {layer.wins && <span className="mark mark-good">{t("ask.wins")}</span>}
            </li>
          ))}
        </ol>
      )}
      <Button
        variant="default"
        leftSection={<PhoneCall size={14} />}
        onClick={() => {
          const at = localText(momentOf(when, answer));
          goTo(`#/flows/${encodeURIComponent(answer.flow)}?at=${encodeURIComponent(at)}`);
        }}
      >
        {t("ask.call")}
      </Button>
    </div>
  );
}
