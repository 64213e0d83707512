/** What supervisors are asked before they hang up or listen. */

import { Button, Checkbox, Modal, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { monitorApi } from "../api/monitor";
import { tell, tellError } from "../shell/notices";
import { useWords } from "../words/words";
import type { LiveCall } from "./board";

interface Props {
  call: LiveCall;
  onClose: () => void;
}

export function HangUpDialog({ call, onClose }: Props) {
  const { t } = useWords();
  const caller = call.caller || t("monitor.withheld");
  return (
    <OrderDialog
      title={t("monitor.hangUpAsk", { caller })}
      action={t("monitor.hangUp")}
      colour="red"
      onClose={onClose}
      order={() => monitorApi.hangUp(call.id)}
    >
      <p>{t("monitor.hangUpTell")}</p>
    </OrderDialog>
  );
}

export function ListenDialog({ call, onClose }: Props) {
  const { t } = useWords();
  const [target, setTarget] = useState("");
  const [whisper, setWhisper] = useState(false);
  const caller = call.caller || t("monitor.withheld");
  return (
    <OrderDialog
      title={t("monitor.listenTitle", { caller })}
      action={t("monitor.listen")}
      disabled={!target.trim()}
      onClose={onClose}
      order={() => monitorApi.listen(call.id, target.trim(), whisper)}
    >
      <TextInput
        label={t("monitor.target")}
        value={target}
        maxLength={40}
        data-autofocus
        onChange={(event) => setTarget(event.currentTarget.value)}
      />
      <Checkbox
        label={t("monitor.whisper")}
        checked={whisper}
        onChange={(event) => setWhisper(event.currentTarget.checked)}
      />
      <p className="muted">{t("monitor.listenTell")}</p>
    </OrderDialog>
  );
}

interface OrderProps {
  title: string;
  action: string;
  colour?: string;
  disabled?: boolean;
  children: ReactNode;
  onClose: () => void;
  order: () => Promise<{ outcome: "done" | "ordered" }>;
}

function OrderDialog({
  title,
  action,
  colour = "blue",
  disabled = false,
  children,
  onClose,
  order,
}: OrderProps) {
  const { t } = useWords();
  const [waits, setWaits] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setWaits(true);
    order()
      .then(({ outcome }) => tell("good", `monitor.${outcome}`))
      .catch(tellError)
      .finally(onClose);
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form className="stack" onSubmit={submit}>
        {children}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button type="submit" color={colour} loading={waits} disabled={disabled}>
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
