/** The question asked before unsaved work would be lost. */

import { Button, Modal } from "@mantine/core";
import { goToFlow } from "../shell/route";
import { useWords } from "../words/words";
import { closeDialog } from "./dialogs";
import { saveFlow } from "./files";

function go(): void {
  closeDialog();
  goToFlow("");
}

export function LeaveDialog() {
  const { t } = useWords();
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={t("leave.title")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <p>{t("leave.text")}</p>
      <div className="dialog-foot">
        <Button variant="subtle" color="gray" onClick={closeDialog}>
          {t("leave.stay")}
        </Button>
        <Button variant="default" onClick={go}>
          {t("leave.discard")}
        </Button>
        <Button data-autofocus onClick={() => void saveFlow().then((done) => (done ? go() : closeDialog()))}>
          {t("leave.save")}
        </Button>
      </div>
    </Modal>
  );
}
