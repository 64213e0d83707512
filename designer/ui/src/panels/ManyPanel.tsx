/** What can be done with several chosen steps at once. */

import { Button } from "@mantine/core";
import { Copy, Trash2 } from "lucide-react";
import { duplicateChosen, removeChosen } from "../editor/steps";
import { useEditor } from "../editor/store";
import { useWords } from "../words/words";

export function ManyPanel() {
  const { t } = useWords();
  const count = useEditor((state) => state.selected.length);
  return (
    <div className="stack">
      <h2>{t("many.title", { n: count })}</h2>
      <Button variant="default" leftSection={<Copy size={14} />} onClick={duplicateChosen}>
        {t("step.duplicate")}
      </Button>
      <Button variant="default" leftSection={<Trash2 size={14} />} onClick={removeChosen}>
        {t("step.remove")}
      </Button>
    </div>
  );
}
