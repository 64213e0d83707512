/** The recording with the part that is kept: both ends can be moved, and the part can be heard. */

import { Button, RangeSlider } from "@mantine/core";
import { Play } from "lucide-react";
import { useMemo, useState } from "react";
import { useWords } from "../words/words";
import { hearFile } from "./sound";
import { Waveform } from "./Waveform";
import { cut, levelOf, outlineOf, secondsOf, soundingPart, toWav, type Wave } from "./wave";

const STEP_S = 0.05;
const SHORTEST_S = 0.2;

interface Props {
  wave: Wave;
  onAgain: () => void;
  onDone: (part: Wave) => void;
}

export function Trim({ wave, onAgain, onDone }: Props) {
  const { t } = useWords();
  const [kept, setKept] = useState<[number, number]>(() => soundingPart(wave));
  const drawn = useMemo(
    () => ({ points: outlineOf(wave.samples, 400), level: levelOf(wave.samples) }),
    [wave],
  );
  const seconds = secondsOf(wave);
  const part = (): Wave => cut(wave, kept[0], kept[1]);
  return (
    <>
      <p>{t("record.trimHelp")}</p>
      <Waveform title={t("record.yours")} {...drawn} seconds={seconds} kept={kept} />
      <RangeSlider
        size="sm"
        className="trim"
        min={0}
        max={seconds}
        step={STEP_S}
        minRange={SHORTEST_S}
        value={kept}
        onChange={setKept}
        label={(value) => `${value.toFixed(2)} ${t("unit.s")}`}
        thumbFromLabel={t("record.from")}
        thumbToLabel={t("record.to")}
      />
      <p className="muted" role="status">
        {t("record.kept.part", { from: kept[0].toFixed(1), to: kept[1].toFixed(1) })}
      </p>
      <div className="dialog-foot">
        <Button variant="default" onClick={onAgain}>
          {t("record.again")}
        </Button>
        <Button variant="default" leftSection={<Play size={14} />} onClick={() => hearFile(toWav(part()))}>
          {t("record.hearPart")}
        </Button>
        <Button onClick={() => onDone(part())}>{t("record.next")}</Button>
      </div>
    </>
  );
}
