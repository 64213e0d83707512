/** The test call beside the canvas: a telephone, what was heard and pressed, and the variables. */

import { Button } from "@mantine/core";
import { Phone, PhoneOff } from "lucide-react";
import { useState } from "react";
import { routeValue } from "../shell/route";
import { useWords } from "../words/words";
import { CallChoices } from "./CallChoices";
import { Keypad } from "./Keypad";
import { hangUp, speak, startCall, useTestCall, type Options } from "./store";
import { Transcript } from "./Transcript";
import { Variables } from "./Variables";

const PLAIN: Options = { caller: "13800138000", dial: "answered", at: "", language: "", from: "" };

export function TestCallPanel() {
  const { t } = useWords();
  const state = useTestCall((call) => call.state);
  const [options, setOptions] = useState(() => ({ ...PLAIN, at: routeValue("at") }));
  const running = state === "running" || state === "starting";
  return (
    <div className="testcall">
      {running ? (
        <Button color="#b91c1c" fullWidth leftSection={<PhoneOff size={14} />} onClick={hangUp}>
          {t("test.hangUp")}
        </Button>
      ) : (
        <Button
          color="#15803d"
          fullWidth
          leftSection={<Phone size={14} />}
          onClick={() => startCall(options)}
        >
          {t("test.start")}
        </Button>
      )}
      {!running && <CallChoices options={options} onChange={setOptions} />}
      <Status />
      {running && <Keypad />}
      <Speech />
      <Refused />
      <Transcript />
      <Variables />
    </div>
  );
}

function Status() {
  const { t } = useWords();
  const { state, waiting, detail, ended, lost } = useTestCall();
  if (state === "idle") return <p className="muted">{t("test.idle")}</p>;
  const seconds = Math.round((ended?.seconds ?? 0) * 10) / 10;
  return (
    <p className={`call-status call-${state}`} role="status">
      {state === "starting" && t("test.starting")}
      {state === "running" &&
        (waiting ? t(`test.${waiting}`, { what: waiting === "playing" ? "" : detail }) : t("test.running"))}
      {lost && t("test.lost")}
      {ended && t(ended.by === "caller" ? "test.endedByCaller" : "test.ended", { n: seconds })}
    </p>
  );
}

const SPEECHES = [1, 3, 8] as const;

/** A recording needs a voice: the test caller speaks for some seconds. */
function Speech() {
  const { t } = useWords();
  const waiting = useTestCall((call) => call.waiting);
  if (waiting !== "recording") return null;
  return (
    <div className="speeches" role="group" aria-label={t("test.speak")}>
      {SPEECHES.map((seconds) => (
        <Button key={seconds} variant="default" onClick={() => speak(seconds)}>
          {t("test.speakFor", { n: seconds })}
        </Button>
      ))}
    </div>
  );
}

function Refused() {
  const { t, say } = useWords();
  const refused = useTestCall((call) => call.refused);
  if (refused.length === 0) return null;
  return (
    <div className="refused" role="alert">
      <strong>{t("test.refused")}</strong>
      <ul>
        {refused.map((problem) => (
          <li key={problem.code + problem.path.join("/")}>{say(problem.message)}</li>
        ))}
      </ul>
    </div>
  );
}
