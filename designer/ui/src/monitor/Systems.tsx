/** The telephone systems that engines serve: whether calls come in by them, and what to do where none do. */

import { CircleAlert, CircleCheck, Unplug } from "lucide-react";
import { useWords, type WordKey } from "../words/words";
import type { EngineRow, SystemRow } from "./board";

const KINDS: Record<string, WordKey> = {
  asterisk: "monitor.kind.asterisk",
  fastagi: "monitor.kind.fastagi",
  voicecard: "monitor.kind.voicecard",
};

/** Return what people call a telephone system. */
export function useSystemName(): (system: Pick<SystemRow, "kind" | "name">) => string {
  const { t } = useWords();
  return ({ kind, name }) => {
    const known = KINDS[kind];
    return [known ? t(known) : kind, name].filter(Boolean).join(" ");
  };
}

export function Systems({ engines }: { engines: readonly EngineRow[] }) {
  const { t } = useWords();
  if (engines.length === 0)
    return (
      <p className="systems-none">
        <Unplug size={16} aria-hidden /> {t("monitor.noEngine")}
      </p>
    );
  return (
    <ul className="systems" aria-label={t("monitor.systems")}>
      {engines.map((engine) =>
        engine.gone || engine.systems.length === 0 ? (
          <Plain key={engine.id} engine={engine} />
        ) : (
          engine.systems.map((system) => (
            <System key={`${engine.id} ${system.name}`} engine={engine} system={system} />
          ))
        ),
      )}
    </ul>
  );
}

function System({ engine, system }: { engine: EngineRow; system: SystemRow }) {
  const { t, say } = useWords();
  const name = useSystemName();
  const moment = useMoment();
  const { in_use: used, lines } = system;
  return (
    <li className={system.is_up ? "system-up" : "system-down"}>
      <div className="system-head">
        {system.is_up ? <CircleCheck size={16} aria-hidden /> : <CircleAlert size={16} aria-hidden />}
        <strong>{name(system)}</strong>
        <span className="grow" />
        <span className="system-lines">
          {lines === null ? t("monitor.used", { n: used }) : t("monitor.usedOf", { n: used, of: lines })}
        </span>
      </div>
      {lines !== null && <meter className="system-meter" min={0} max={lines} value={used} aria-hidden />}
      <small>
        {t(system.is_up ? "monitor.up" : "monitor.down", { since: moment(system.since) })}
        {system.version && ` · ${t("monitor.version", { n: system.version })}`}
      </small>
      <small className="system-place">
        {system.place} · {t("monitor.engine", { name: engine.name })}
      </small>
      {system.trouble && <p className="system-trouble">{say(system.trouble)}</p>}
    </li>
  );
}

function Plain({ engine }: { engine: EngineRow }) {
  const { t } = useWords();
  const name = useSystemName();
  return (
    <li className={engine.gone ? "system-down" : "system-up"}>
      <div className="system-head">
        {engine.gone ? <CircleAlert size={16} aria-hidden /> : <CircleCheck size={16} aria-hidden />}
        <strong>{name({ kind: engine.adapter, name: "" })}</strong>
      </div>
      <small className="system-place">{t("monitor.engine", { name: engine.name })}</small>
      {engine.gone && <p className="system-trouble">{t("monitor.engineGone")}</p>}
    </li>
  );
}

/** Return a moment as people say it: the time, with the day unless it is today. */
function useMoment(): (moment: string) => string {
  const { language } = useWords();
  return (moment) => {
    const date = new Date(moment);
    const today = date.toDateString() === new Date().toDateString();
    const how = today
      ? ({ timeStyle: "short" } as const)
      : ({ dateStyle: "short", timeStyle: "short" } as const);
    return new Intl.DateTimeFormat(language, how).format(date);
  };
}
