/** Everything that was done, newest first; a click goes back to just after it. */

import { ActionIcon, Menu } from "@mantine/core";
import { ChevronDown } from "lucide-react";
import { useWords, type WordKey } from "../words/words";
import { travelTo, useEditor } from "./store";

const SHOWN = 30;

export function HistoryMenu() {
  const { t } = useWords();
  const { past, future } = useEditor((state) => state.history);
  const rows = [...past, ...future].map((entry, index) => ({ entry, count: index + 1 })).toReversed();
  return (
    <Menu position="bottom-end" disabled={rows.length === 0}>
      <Menu.Target>
        <ActionIcon
          aria-label={t("bar.history")}
          title={t("bar.history")}
          size={20}
          disabled={rows.length === 0}
        >
          <ChevronDown size={12} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className="history-list">
        {rows.slice(0, SHOWN).map(({ entry, count }) => (
          <Menu.Item
            key={count}
            aria-current={count === past.length}
            className={count > past.length ? "history-undone" : ""}
            onClick={() => travelTo(count)}
          >
            {t(entry.label as WordKey)} {entry.subject}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => travelTo(0)}>{t("did.opened")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
