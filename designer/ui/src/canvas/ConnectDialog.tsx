/** Connecting by keyboard: choose the exit, then the step it leads to. */

import { Button, Modal, Radio, Select } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { closeDialog } from "../editor/dialogs";
import { addAt, focusStep, placeForNext } from "../editor/steps";
import { perform, useDocument } from "../editor/store";
import { wire } from "../model/commands";
import { stepsOf } from "../model/document";
import { exitsOf, wordFor } from "../model/nodeType";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import { exitLabel, stepTitle } from "./cards";

const NEW = "new:";

export function ConnectDialog({ from }: { from: string }) {
  const { t, language } = useWords();
  const document = useDocument();
  const types = useCatalog((catalog) => catalog.types);
  const steps = stepsOf(document);
  const step = steps[from];
  const type = step && types[step.type];
  const exits = step ? exitsOf(type, step) : [];
  const [exit, setExit] = useState(exits.find((one) => !one.target)?.name ?? exits[0]?.name ?? "");
  const [target, setTarget] = useState<string | null>(null);
  if (!step) return null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!target) return;
    closeDialog();
    const outlet = { from, exit };
    if (target.startsWith(NEW)) focusStep(addAt(target.slice(NEW.length), placeForNext(), outlet));
    else {
      perform(wire(outlet, target));
      focusStep(from);
    }
  };
  const choices = [
    {
      group: t("connect.steps"),
      items: Object.entries(steps)
        .filter(([id]) => id !== from)
        .map(([id, one]) => ({ value: id, label: stepTitle(id, one, types[one.type], language) })),
    },
    {
      group: t("connect.new"),
      items: Object.values(types).map((one) => ({
        value: NEW + one.type,
        label: wordFor(one, one.type, language),
      })),
    },
  ];
  return (
    <Modal
      opened
      title={t("connect.title", { step: stepTitle(from, step, type, language) })}
      closeButtonProps={{ "aria-label": t("app.close") }}
      onClose={closeDialog}
      returnFocus
    >
      <form className="stack" onSubmit={submit}>
        <Radio.Group label={t("connect.exit")} value={exit} onChange={setExit}>
          <div className="connect-exits">
            {exits.map((one) => (
              <Radio
                key={one.name}
                size="xs"
                value={one.name}
                data-autofocus={one.name === exit || undefined}
                label={exitLabel(one, type, language)}
                description={
                  one.target
                    ? stepTitle(
                        one.target,
                        steps[one.target] ?? step,
                        types[steps[one.target]?.type ?? ""],
                        language,
                      )
                    : undefined
                }
              />
            ))}
          </div>
        </Radio.Group>
        <Select
          label={t("connect.target")}
          searchable
          data={choices}
          value={target}
          onChange={setTarget}
          nothingFoundMessage={t("palette.nothing")}
        />
        <div className="dialog-foot">
          <Button variant="default" onClick={closeDialog}>
            {t("app.cancel")}
          </Button>
          <Button type="submit" disabled={!target}>
            {t("connect.do")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
