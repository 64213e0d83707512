/** What supervisors are asked before they hang up or listen, and what came of it. */

import { Button, Checkbox, Loader, Modal, TextInput } from "@mantine/core";
import { CircleAlert } from "lucide-react";
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from "react";
import { ApiError } from "../api/client";
import { monitorApi, type Ordered } from "../api/monitor";
import type { Words } from "../api/types";
import { tell } from "../shell/notices";
import { useWords, type WordKey } from "../words/words";
import type { LiveCall } from "./board";

interface Props {
  call: LiveCall;
  onClose: () => void;
}

const KEPT = "dialoom-telephone";
const ASK_EVERY_MS = 1000;
const RINGS_FOR_MS = 45_000;

export function HangUpDialog({ call, onClose }: Props) {
  const { t } = useWords();
  const caller = call.caller || t("monitor.withheld");
  return (
    <OrderDialog
      title={t("monitor.hangUpAsk", { caller })}
      action={t("monitor.hangUp")}
      colour="red"
      waiting={t("monitor.ordered")}
      done="monitor.hungUp"
      onClose={onClose}
      order={() => monitorApi.hangUp(call.id)}
    >
      <p>{t("monitor.hangUpTell")}</p>
    </OrderDialog>
  );
}

export function ListenDialog({ call, onClose }: Props) {
  const { t } = useWords();
  const [target, setTarget] = useState(() => localStorage.getItem(KEPT) ?? "");
  const [whisper, setWhisper] = useState(false);
  const caller = call.caller || t("monitor.withheld");
  const order = (): Promise<Ordered> => {
    localStorage.setItem(KEPT, target.trim());
    return monitorApi.listen(call.id, target.trim(), whisper);
  };
  return (
    <OrderDialog
      title={t("monitor.listenTitle", { caller })}
      action={t("monitor.listen")}
      disabled={!target.trim()}
      waiting={t("monitor.rings", { target })}
      done={whisper ? "monitor.whispers" : "monitor.listens"}
      onClose={onClose}
      order={order}
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
  /** What is shown while the engine has not said how it went. */
  waiting: string;
  done: WordKey;
  children: ReactNode;
  onClose: () => void;
  order: () => Promise<Ordered>;
}

function OrderDialog({
  title,
  action,
  colour = "blue",
  disabled = false,
  waiting,
  done,
  children,
  onClose,
  order,
}: OrderProps) {
  const { t, say } = useWords();
  const [state, setState] = useState<"" | "sent" | "waits">("");
  const [refused, setRefused] = useState<Words | null>(null);
  const isOpen = useIsOpen();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setState("sent");
    setRefused(null);
    const waits = (): boolean => {
      if (isOpen.current) setState("waits");
      return isOpen.current;
    };
    carriedOut(order, waits)
      .then((outcome) => {
        if (outcome === "left") return;
        tell("good", outcome === "done" ? done : "monitor.ordered");
        onClose();
      })
      .catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        setState("");
        setRefused(error.words);
      });
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form className="stack" onSubmit={submit}>
        {children}
        {refused && (
          <p className="order-refused" role="alert">
            <CircleAlert size={16} aria-hidden /> {say(refused)}
          </p>
        )}
        {state === "waits" && (
          <p role="status" className="order-waits">
            <Loader size={14} aria-hidden /> {waiting}
          </p>
        )}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t(state === "waits" ? "app.close" : "app.cancel")}
          </Button>
          <Button type="submit" color={colour} loading={state !== ""} disabled={disabled}>
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Tell those who wait whether somebody still looks. */
function useIsOpen(): { current: boolean } {
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  return isOpen;
}

/** Order, and ask how it goes until the engine says so, nobody looks any more, or it takes too long. */
async function carriedOut(
  order: () => Promise<Ordered>,
  waits: () => boolean,
): Promise<Ordered["outcome"] | "left"> {
  let answer = await order();
  const giveUpAt = Date.now() + RINGS_FOR_MS;
  while (answer.outcome === "ordered" && Date.now() < giveUpAt) {
    if (!waits()) return "left";
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    answer = await monitorApi.order(answer.order);
  }
  return answer.outcome;
}
