/** The emergencies that hold now, heard live, and switching them. */

import { create } from "zustand";
import { scheduleApi, type Emergency } from "../api/schedules";
import { live } from "../api/socket";

export const useEmergencies = create<{ active: Emergency[] }>()(() => ({ active: [] }));

/** Follow the emergencies until the returned function is called. */
export function followEmergencies(): () => void {
  void readEmergencies();
  const leave = live.listen("emergency", () => void readEmergencies());
  const timer = setInterval(dropEnded, 5000);
  return () => {
    clearInterval(timer);
    leave();
  };
}

/** Ask the server; while it cannot be reached, what was known last stays on the screen. */
export async function readEmergencies(): Promise<void> {
  const answer = await scheduleApi.emergencies().catch(() => null);
  if (answer) useEmergencies.setState({ active: answer.active });
}

function dropEnded(): void {
  const { active } = useEmergencies.getState();
  const left = active.filter((one) => Date.parse(one.until) > Date.now());
  if (left.length < active.length) useEmergencies.setState({ active: left });
}
