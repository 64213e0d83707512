/** The question asked before unsaved work on a flow would be lost. */

import { LeaveQuestion } from "../shell/questions";
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
    <LeaveQuestion
      text={t("leave.text")}
      onStay={closeDialog}
      onDiscard={go}
      onSave={() => void saveFlow().then((done) => (done ? go() : closeDialog()))}
    />
  );
}
