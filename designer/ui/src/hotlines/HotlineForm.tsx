/** The dialog of one number: the number itself, its title, and which schedule or flow answers it. */

import { Button, Modal, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useEffect, useState, type FormEvent } from "react";
import { scheduleApi, type HotlineRow, type ScheduleRow } from "../api/schedules";
import { titleIn, type JsonObject } from "../model/document";
import { retitled } from "../model/settings";
import { FlowSelect } from "../schedules/fields";
import { tell, tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { withHotline, type Hotlines } from "./files";

interface Props {
  file: Hotlines;
  row: HotlineRow | null;
  onClose: () => void;
  onSaved: () => void;
}

export function HotlineForm({ file, row, onClose, onSaved }: Props) {
  const { t, say, language } = useWords();
  const [number, setNumber] = useState(row?.number ?? "");
  const [title, setTitle] = useState(row ? titleIn(row.title, language) : "");
  const [by, setBy] = useState(row && !row.schedule ? "flow" : "schedule");
  const [flow, setFlow] = useState(row?.flow ?? "");
  const [schedule, setSchedule] = useState<string | null>(row?.schedule ?? null);
  const [schedules, setSchedules] = useState<ScheduleRow[]>([]);
  useEffect(() => void scheduleApi.list().then(setSchedules).catch(tellError), []);
  const answers = by === "flow" ? flow : schedule;
  const taken = number !== row?.number && file.hotlines.some((one) => one.number === number);
  const save = (entry: JsonObject | undefined): void => {
    const document = withHotline(file.document, row?.number ?? number, number, entry);
    scheduleApi
      .saveHotlines(document, file.revision)
      .then(() => tell("good", "save.done"))
      .then(onSaved)
      .catch(tellError);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const texts = retitled(row?.title ?? {}, language, title.trim(), language);
    save({ ...(texts === undefined ? {} : { title: texts }), [by]: answers ?? "" });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(row ? "hotlines.edit" : "hotlines.add")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={t("hotlines.number")}
          inputMode="tel"
          value={number}
          maxLength={33}
          data-autofocus
          error={taken ? t("hotlines.taken") : undefined}
          onChange={(event) => setNumber(event.currentTarget.value.replaceAll(/[^+0-9*#]/g, ""))}
        />
        <TextInput
          label={t("hotlines.name")}
          value={title}
          maxLength={80}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <SegmentedControl
          size="xs"
          aria-label={t("hotlines.answers")}
          data={[
            { value: "schedule", label: t("hotlines.schedule") },
            { value: "flow", label: t("hotlines.flow") },
          ]}
          value={by}
          onChange={setBy}
        />
        {by === "flow" ? (
          <FlowSelect label={t("hotlines.flow")} value={flow} onChange={setFlow} />
        ) : (
          <Select
            label={t("hotlines.schedule")}
            data={schedules.map((one) => ({ value: one.id, label: say(one.title) || one.id }))}
            value={schedule}
            onChange={setSchedule}
          />
        )}
        <div className="dialog-foot">
          {row && (
            <Button variant="subtle" color="red" onClick={() => save(undefined)}>
              {t("hotlines.remove")}
            </Button>
          )}
          <span className="grow" />
          <Button variant="default" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button type="submit" disabled={!number || !answers || taken}>
            {t("bar.save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
