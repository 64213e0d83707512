/** The emergency switch: one click opens it, the second switches it on; always with an end. */

import { ActionIcon, Button, Checkbox, Modal, Radio, SegmentedControl, Select, Tooltip } from "@mantine/core";
import { Siren } from "lucide-react";
import { useEffect, useState, type FormEvent } from "react";
import { scheduleApi, type HotlineRow } from "../api/schedules";
import { useCatalog } from "../shell/catalog";
import { tell, tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { LENGTHS } from "./EmergencyBanner";
import { readEmergencies, useEmergencies } from "./store";

const KEPT = "dialoom-emergency-flow";
const USUAL = 240;

/** `compact` shows the sign alone, where there is little room. */
export function EmergencySwitch({ compact = false }: { compact?: boolean }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const holds = useEmergencies((state) => state.active.length > 0);
  return (
    <>
      {compact ? (
        <Tooltip label={t("emergency.name")}>
          <ActionIcon
            aria-label={t("emergency.name")}
            variant={holds ? "filled" : "subtle"}
            color="#b91c1c"
            className="emergency-button"
            onClick={() => setOpen(true)}
          >
            <Siren size={16} />
          </ActionIcon>
        </Tooltip>
      ) : (
        <Button
          variant={holds ? "filled" : "default"}
          color="#b91c1c"
          className="emergency-button"
          leftSection={<Siren size={14} aria-hidden />}
          onClick={() => setOpen(true)}
        >
          {t("emergency.name")}
        </Button>
      )}
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t("emergency.title")}
        closeButtonProps={{ "aria-label": t("app.close") }}
      >
        <Form onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

/** Return the flow that was used last, else one whose name speaks of emergencies. */
function likelyFlow(ids: readonly string[]): string | null {
  const kept = localStorage.getItem(KEPT);
  if (kept && ids.includes(kept)) return kept;
  return ids.find((id) => /emergency|urgent|closed|notice/.test(id)) ?? null;
}

function Form({ onDone }: { onDone: () => void }) {
  const { t, say } = useWords();
  const flows = useCatalog((catalog) => catalog.flows).filter((one) => one.published);
  const [flow, setFlow] = useState(() => likelyFlow(flows.map((one) => one.id)));
  const [where, setWhere] = useState<"all" | "some">("all");
  const [numbers, setNumbers] = useState<string[]>([]);
  const [minutes, setMinutes] = useState(USUAL);
  const hotlines = where === "all" ? "all" : numbers;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!flow) return;
    localStorage.setItem(KEPT, flow);
    scheduleApi
      .startEmergency(hotlines, flow, minutes)
      .then(() => tell("good", "emergency.started"))
      .then(readEmergencies)
      .then(onDone)
      .catch(tellError);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>{t("emergency.help")}</p>
      <Radio.Group
        label={t("emergency.where")}
        value={where}
        onChange={(next) => setWhere(next as "all" | "some")}
      >
        <Radio size="xs" my={4} value="all" label={t("emergency.all")} />
        <Radio size="xs" my={4} value="some" label={t("emergency.some")} />
      </Radio.Group>
      {where === "some" && <Numbers chosen={numbers} onChange={setNumbers} />}
      <Select
        label={t("emergency.flow")}
        placeholder={t("flow.choose")}
        searchable
        nothingFoundMessage={t("emergency.unpublished")}
        data={flows.map((one) => ({ value: one.id, label: say(one.title) || one.id }))}
        value={flow}
        onChange={setFlow}
      />
      <div className="field">
        <span className="field-label">{t("emergency.length")}</span>
        <SegmentedControl
          size="xs"
          aria-label={t("emergency.length")}
          data={LENGTHS.map((one) => ({ value: String(one), label: t("emergency.hours", { n: one / 60 }) }))}
          value={String(minutes)}
          onChange={(next) => setMinutes(Number(next))}
        />
      </div>
      <div className="dialog-foot">
        <Button variant="default" onClick={onDone}>
          {t("app.cancel")}
        </Button>
        <Button type="submit" color="#b91c1c" data-autofocus disabled={!flow || hotlines.length === 0}>
          {t("emergency.on")}
        </Button>
      </div>
    </form>
  );
}

function Numbers({ chosen, onChange }: { chosen: string[]; onChange: (numbers: string[]) => void }) {
  const { t, say } = useWords();
  const [rows, setRows] = useState<HotlineRow[]>([]);
  useEffect(() => {
    scheduleApi.hotlines().then(setRows).catch(tellError);
  }, []);
  return (
    <Checkbox.Group aria-label={t("emergency.where")} value={chosen} onChange={onChange}>
      {rows.map((row) => (
        <Checkbox
          key={row.number}
          size="xs"
          my={4}
          value={row.number}
          label={`${row.number} ${say(row.title)}`}
        />
      ))}
    </Checkbox.Group>
  );
}
