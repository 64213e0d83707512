/** The microphone with its level: speak, and see that you are heard. */

import { Button } from "@mantine/core";
import { Circle, Square } from "lucide-react";
import { useWords, type WordKey } from "../words/words";
import { LONGEST_S, useRecorder } from "./useRecorder";
import { meterPart, type Wave } from "./wave";

/** dBFS over which the recording is too loud, and under which nobody speaks. */
const LOUD = -6;
const QUIET = -45;

export function Microphone({ onDone }: { onDone: (wave: Wave) => void }) {
  const { t } = useWords();
  const { state, level, seconds, start, stop } = useRecorder(onDone);
  const recording = state === "recording";
  const failed = state === "refused" || state === "missing" || state === "insecure";
  const advice = level > LOUD ? "loud" : level < QUIET ? "quiet" : "good";
  return (
    <>
      <p>{t("record.help", { n: LONGEST_S / 60 })}</p>
      <div
        className={`meter meter-${advice}`}
        role="meter"
        aria-label={t("record.level")}
        aria-valuemin={-60}
        aria-valuemax={0}
        aria-valuenow={Math.round(Math.max(-60, level))}
      >
        <span style={{ width: `${recording ? 100 * meterPart(level) : 0}%` }} />
      </div>
      <p className="muted record-state" role="status">
        {recording
          ? `${t("record.running", { n: seconds.toFixed(0) })} · ${t(`record.${advice}` as WordKey)}`
          : t(state === "asking" ? "record.asking" : "record.idle")}
      </p>
      {failed && (
        <p role="alert" className="wrong">
          {t(`record.${state}` as WordKey)}
        </p>
      )}
      <div className="dialog-foot">
        {recording ? (
          <Button color="red" leftSection={<Square size={14} />} onClick={stop}>
            {t("record.stop")}
          </Button>
        ) : (
          <Button leftSection={<Circle size={14} />} loading={state === "asking"} onClick={start}>
            {t("record.start")}
          </Button>
        )}
      </div>
    </>
  );
}
