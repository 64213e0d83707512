/** Fields for the values that expressions are tried with: one for each name they use, and one for the clock. */

import { Button, TextInput } from "@mantine/core";
import { RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";
import { useWords } from "../words/words";
import type { FeelName } from "./names";
import {
  forgetSamples,
  sampleText,
  setClock,
  setSample,
  typedValue,
  usedNames,
  usesClock,
  valueAt,
} from "./samples";
import type { Around } from "./useFeel";

interface Props {
  texts: readonly string[];
  around: Around;
}

/** Tell whether there is anything to choose values for. */
export function hasSamples(texts: readonly string[], names: readonly FeelName[]): boolean {
  return usesClock(texts) || usedNames(texts, names).length > 0;
}

export function SampleFields({ texts, around }: Props) {
  const { t } = useWords();
  const { flow, names, values, at, tried } = around;
  return (
    <div className="sample-fields" role="group" aria-label={t("feel.try")}>
      {usedNames(texts, names).map(({ name, type }) => (
        <SampleField
          key={name}
          name={name}
          text={sampleText(valueAt(values, name))}
          onType={(text) => setSample(flow, name, typedValue(text, type))}
        />
      ))}
      {usesClock(texts) && (
        <TextInput
          type="datetime-local"
          size="xs"
          label={t("feel.clock")}
          value={at}
          onChange={(event) => setClock(flow, event.currentTarget.value)}
        />
      )}
      {tried && (
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<RotateCcw size={12} />}
          onClick={() => forgetSamples(flow)}
        >
          {t("feel.forget")}
        </Button>
      )}
    </div>
  );
}

/** What is typed stays as it is typed: "1." is on its way to 1.5. */
function SampleField({ name, text, onType }: { name: string; text: string; onType: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const [said, setSaid] = useState(text);
  useEffect(() => {
    if (text !== said) setTyped(text);
    setSaid(text);
  }, [text, said]);
  return (
    <TextInput
      size="xs"
      label={name}
      value={typed}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        setSaid(next.trim());
        onType(next);
      }}
    />
  );
}
