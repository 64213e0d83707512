/** Says above the canvas which call is followed, and where it is when it is not here. */

import { CloseButton } from "@mantine/core";
import { PhoneIncoming } from "lucide-react";
import { useEditor } from "../editor/store";
import { useFlowTitle } from "../schedules/fields";
import { useWords } from "../words/words";
import { stateOf } from "./board";
import { stopFollowing, useFollowed, useFollowing } from "./follow";
import "./follow.css";
import { StateMark } from "./states";

/** Follow a call as long as this is shown. */
export function Following({ id }: { id: string }) {
  useFollowing(id);
  return <FollowBar />;
}

function FollowBar() {
  const { t } = useWords();
  const title = useFlowTitle();
  const { id, call, engine, over } = useFollowed();
  const flow = useEditor((state) => state.id);
  if (!id) return null;
  const caller = call?.caller || t("monitor.withheld");
  const elsewhere = call && !over && call.step_flow !== flow ? call.step_flow : "";
  return (
    <aside className="follow-bar" aria-label={t("monitor.follow", { caller })}>
      <PhoneIncoming size={14} aria-hidden />
      <span>{over ? t("monitor.followOver") : t("monitor.follow", { caller })}</span>
      {call && !over && <StateMark state={stateOf(call, engine)} />}
      {elsewhere && (
        <a href={`#/flows/${encodeURIComponent(elsewhere)}?call=${encodeURIComponent(id)}`}>
          {t("monitor.followElsewhere", { flow: title(elsewhere) })}
        </a>
      )}
      <a href="#/monitor">{t("monitor.back")}</a>
      <CloseButton size="sm" aria-label={t("app.close")} onClick={stopFollowing} />
    </aside>
  );
}
