/** What works on this machine, and what to install for the rest. */

import { Button, Loader } from "@mantine/core";
import { CircleAlert, CircleCheck, RefreshCw } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { promptApi, type Check } from "../api/prompts";
import { Frame } from "../shell/Frame";
import { tellError } from "../shell/notices";
import { useWords, type Speech, type WordKey } from "../words/words";

/** Checks that the screen has words for; others keep the name that the server gives them. */
const NAMES: Record<string, WordKey> = {
  "audio formats": "doctor.formats",
  "telephone audio": "doctor.media",
  wideband: "doctor.wideband",
  "calls in progress": "doctor.calls",
  "FastAGI port": "doctor.fastagi",
};
const KINDS: Record<string, WordKey> = {
  voice: "doctor.voice",
  online: "doctor.online",
  Piper: "doctor.piper",
  hotline: "doctor.hotline",
  Asterisk: "doctor.asterisk",
  application: "doctor.application",
  modules: "doctor.modules",
  recordings: "doctor.recordings",
  board: "doctor.board",
  line: "doctor.line",
  engine: "doctor.engine",
};

function nameOf(name: string, t: Speech["t"]): string {
  const [kind = "", ...rest] = name.split(" ");
  const known = NAMES[name] ?? KINDS[kind];
  return known ? t(known, { of: rest.join(" ") }) : name;
}

export function DoctorPage() {
  const { t, say } = useWords();
  const [checks, setChecks] = useState<Check[] | null>(null);
  const look = useCallback((): void => {
    setChecks(null);
    promptApi.doctor().then(setChecks).catch(tellError);
  }, []);
  useEffect(look, [look]);
  const wrong = checks?.filter((one) => !one.ok).length ?? 0;
  const worstFirst = [...(checks ?? [])].sort((one, other) => Number(one.ok) - Number(other.ok));
  return (
    <Frame page="doctor">
      <main className="home-page">
        <div className="home-head">
          <h1>{t("doctor.title")}</h1>
          <span className="grow" />
          <Button variant="default" leftSection={<RefreshCw size={14} />} onClick={look}>
            {t("doctor.again")}
          </Button>
        </div>
        {checks === null && <Loader size="sm" aria-label={t("app.loading")} />}
        {checks && (
          <p className="muted" role="status">
            {wrong ? t("doctor.some", { n: wrong }) : t("doctor.well")}
          </p>
        )}
        <ul className="doctor-checks">
          {worstFirst.map((one) => (
            <li key={one.name} className={one.ok ? "doctor-good" : "doctor-bad"}>
              {one.ok ? <CircleCheck size={18} aria-hidden /> : <CircleAlert size={18} aria-hidden />}
              <span>
                <strong>{t(one.ok ? "doctor.works" : "doctor.lacks")}</strong> {say(one.message)}
              </span>
              <small className="muted">{nameOf(one.name, t)}</small>
            </li>
          ))}
        </ul>
      </main>
    </Frame>
  );
}
