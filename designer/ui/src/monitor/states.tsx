/** What a line is at, by word, colour and picture. */

import {
  CircleAlert,
  Ellipsis,
  Grid3x3,
  Headset,
  Mic,
  Pause,
  PhoneOutgoing,
  Users,
  Volume2,
  type LucideIcon,
} from "lucide-react";
import { useWords } from "../words/words";
import type { LineState } from "./board";
import "./states.css";

const PICTURES: Record<LineState, LucideIcon> = {
  prompt: Volume2,
  key: Grid3x3,
  recording: Mic,
  ringing: PhoneOutgoing,
  talking: Headset,
  held: Pause,
  conference: Users,
  working: Ellipsis,
  lost: CircleAlert,
};

export function StateMark({ state }: { state: LineState }) {
  const { t } = useWords();
  const Picture = PICTURES[state];
  return (
    <span className={`line-state line-${state}`}>
      <Picture size={14} aria-hidden /> {t(`monitor.state.${state}`)}
    </span>
  );
}
