/** The picture of each step type; a type whose picture is not known gets that of its family. */

import {
  ArrowRightLeft,
  Calculator,
  CalendarClock,
  Clock,
  CornerDownLeft,
  Database,
  Diamond,
  GitFork,
  Grid3x3,
  Hash,
  Mic,
  MessageSquareText,
  PhoneForwarded,
  PhoneOff,
  Play,
  Siren,
  Table2,
  Users,
  Voicemail,
  Volume2,
  Workflow,
  type LucideIcon,
} from "lucide-react";

const BY_NAME: Record<string, LucideIcon> = {
  play: Play,
  volume: Volume2,
  speaker: Volume2,
  keypad: Grid3x3,
  hash: Hash,
  fork: GitFork,
  diamond: Diamond,
  branch: GitFork,
  clock: Clock,
  calendar: CalendarClock,
  drum: Database,
  database: Database,
  equals: Calculator,
  variable: Calculator,
  mic: Mic,
  microphone: Mic,
  voicemail: Voicemail,
  record: Mic,
  speech: MessageSquareText,
  message: MessageSquareText,
  say: MessageSquareText,
  phone: PhoneForwarded,
  forward: PhoneForwarded,
  transfer: PhoneForwarded,
  "phone-forward": PhoneForwarded,
  "phone-off": PhoneOff,
  "hang-up": PhoneOff,
  hang_up: PhoneOff,
  subflow: Workflow,
  flow: Workflow,
  return: CornerDownLeft,
  queue: Users,
  table: Table2,
  siren: Siren,
  "calendar-clock": CalendarClock,
  arrow: ArrowRightLeft,
};

const BY_FAMILY: Record<string, LucideIcon> = {
  prompts: Volume2,
  input: Grid3x3,
  logic: Diamond,
  data: Database,
  transfer: PhoneForwarded,
  end: PhoneOff,
};

export function StepIcon({ icon, family, size = 16 }: { icon: string; family: string; size?: number }) {
  const Picture = BY_NAME[icon] ?? BY_FAMILY[family] ?? Diamond;
  return <Picture size={size} strokeWidth={2} aria-hidden />;
}
