/** The two questions about work that is not saved: somebody else saved meanwhile, and leaving the page. */

import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../words/words";

interface ConflictProps {
  text: string;
  /** What differs. */
  children: ReactNode;
  onLater: () => void;
  onMine: () => void;
  onTheirs: () => void;
}

export function ConflictQuestion({ text, children, onLater, onMine, onTheirs }: ConflictProps) {
  const { t } = useWords();
  return (
    <Modal
      opened
      size="lg"
      title={t("conflict.title")}
      closeButtonProps={{ "aria-label": t("app.close") }}
      onClose={onLater}
    >
      <p>{text}</p>
      {children}
      <div className="dialog-foot">
        <Button variant="subtle" color="gray" onClick={onLater}>
          {t("conflict.later")}
        </Button>
        <Button variant="default" onClick={onMine}>
          {t("conflict.mine")}
        </Button>
        <Button data-autofocus onClick={onTheirs}>
          {t("conflict.theirs")}
        </Button>
      </div>
    </Modal>
  );
}

interface LeaveProps {
  text: string;
  onStay: () => void;
  onDiscard: () => void;
  onSave: () => void;
}

export function LeaveQuestion({ text, onStay, onDiscard, onSave }: LeaveProps) {
  const { t } = useWords();
  return (
    <Modal
      opened
      onClose={onStay}
      title={t("leave.title")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <p>{text}</p>
      <div className="dialog-foot">
        <Button variant="subtle" color="gray" onClick={onStay}>
          {t("leave.stay")}
        </Button>
        <Button variant="default" onClick={onDiscard}>
          {t("leave.discard")}
        </Button>
        <Button data-autofocus onClick={onSave}>
          {t("leave.save")}
        </Button>
      </div>
    </Modal>
  );
}
