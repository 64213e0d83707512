/** Short messages at the foot of the page, read out by screen readers. */

import { CloseButton } from "@mantine/core";
import { CircleCheck, CircleX } from "lucide-react";
import { useWords, type WordKey } from "../words/words";
import { useNotices } from "./notices";

export function Notices() {
  const { t, say } = useWords();
  const { list, close } = useNotices();
  return (
    <div className="notices" role="status" aria-live="polite">
      {list.map((notice) => (
        <div key={notice.id} className={`notice notice-${notice.tone}`}>
          {notice.tone === "good" ? <CircleCheck size={16} aria-hidden /> : <CircleX size={16} aria-hidden />}
          <span>
            {typeof notice.text === "string" ? t(notice.text as WordKey, notice.values) : say(notice.text)}
          </span>
          <CloseButton size="xs" aria-label={t("app.close")} onClick={() => close(notice.id)} />
        </div>
      ))}
    </div>
  );
}
