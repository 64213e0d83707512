/** The sheet of keyboard shortcuts. */

import { Kbd, Modal } from "@mantine/core";
import { useWords, type WordKey } from "../words/words";
import { closeDialog } from "./dialogs";

const KEYS: readonly (readonly [string, WordKey])[] = [
  ["A", "keys.add"],
  ["Tab", "keys.walk"],
  ["← ↑ → ↓", "keys.move"],
  ["C", "keys.connect"],
  ["E", "keys.edit"],
  ["Esc", "keys.back"],
  ["Delete", "keys.remove"],
  ["Ctrl+Z / Ctrl+Y", "keys.undo"],
  ["Ctrl+C / X / V", "keys.copy"],
  ["Ctrl+D", "keys.duplicate"],
  ["Ctrl+A", "keys.all"],
  ["Ctrl+S", "keys.save"],
  ["Ctrl+F", "keys.find"],
  ["F", "keys.fit"],
  ["T", "keys.test"],
  ["P", "keys.problems"],
  ["?", "keys.sheet"],
];

export function KeySheet() {
  const { t } = useWords();
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={t("bar.keys")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <dl className="key-sheet">
        {KEYS.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              <Kbd>{keys}</Kbd>
            </dt>
            <dd>{t(does)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
